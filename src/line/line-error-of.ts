import { LineError, type LineErrorCode } from '../contracts/line-error.ts';
import type { ErrorCode } from '../ksql/errors/error-codes.ts';
import { KsqlError } from '../ksql/errors/ksql-error.ts';
import { formatError } from '../ksql/sql/messages/format-error.ts';

const CODES: Partial<Record<ErrorCode, LineErrorCode>> = {
  LOG_LOCKED: 'DATA_IN_USE',
  LOG_DAMAGED: 'DATA_DAMAGED',
  LOG_IO: 'DISK',
  LOG_CLOSED: 'DISK',
  TOPIC_UNKNOWN: 'TOPIC_UNKNOWN',
};
const DISK_TROUBLE = new Set([
  'ENOSPC',
  'EDQUOT',
  'EFBIG',
  'EIO',
  'EROFS',
  'EACCES',
  'EPERM',
  'ENOTDIR',
  'ENOENT',
  'EMFILE',
]);

/** What a person is told of an error, whatever threw it. */
export function lineErrorOf(error: unknown): LineError {
  if (error instanceof LineError) return error;
  if (error instanceof KsqlError) {
    const text = error.at === undefined ? withHint(error) : formatError(error);
    return new LineError(CODES[error.code] ?? 'SQL_REFUSED', text, { cause: error });
  }
  const { code, message } = error as NodeJS.ErrnoException;
  if (code !== undefined && DISK_TROUBLE.has(code))
    return new LineError('DISK', `the disk refused: ${message}`, { cause: error });
  return new LineError('INTERNAL', String(message ?? error), { cause: error });
}

const withHint = ({ message, hint }: KsqlError): string =>
  hint === undefined ? message : `${message}. ${hint}`;
