import { formatError } from '../sql/messages/format-error.ts';
import { CommandError, type CommandErrorCode } from './command-error.ts';
import type { ErrorCode } from './error-codes.ts';
import { KsqlError } from './ksql-error.ts';

const CODES: Partial<Record<ErrorCode, CommandErrorCode>> = {
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
export function commandErrorOf(error: unknown): CommandError {
  if (error instanceof CommandError) return error;
  if (error instanceof KsqlError) {
    const text = error.at === undefined ? withHint(error) : formatError(error);
    // what takes a data folder takes it by an option
    if (error.code === 'LOG_LOCKED')
      return new CommandError('DATA_IN_USE', `${text} --data names another.`, { cause: error });
    return new CommandError(CODES[error.code] ?? 'SQL_REFUSED', text, { cause: error });
  }
  const { code, message } = error as NodeJS.ErrnoException;
  if (code !== undefined && DISK_TROUBLE.has(code))
    return new CommandError('DISK', `the disk refused: ${message}`, { cause: error });
  return new CommandError('INTERNAL', String(message ?? error), { cause: error });
}

const withHint = ({ message, hint }: KsqlError): string =>
  hint === undefined ? message : `${message}. ${hint}`;
