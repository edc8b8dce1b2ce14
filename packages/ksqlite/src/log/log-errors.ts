import { KsqlError } from '../errors/ksql-error.ts';

export const readOnlyError = (): KsqlError =>
  new KsqlError('LOG_CLOSED', 'this log was opened for reading only');

/** LOG_DAMAGED. @param what file and place, and what is wrong there */
export const damagedLog = (what: string): KsqlError =>
  new KsqlError('LOG_DAMAGED', what, {
    hint: 'Restore the data folder from a copy, or begin with an empty one.',
  });

/** Does it; what it throws that is not a KsqlError is thrown as LOG_IO. */
export function ioErrors<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw ioError(error);
  }
}

/** LOG_IO, of what a disk throws; a KsqlError stays as it is. */
export function ioError(error: unknown): KsqlError {
  if (error instanceof KsqlError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new KsqlError('LOG_IO', `the disk refused: ${message}`, {
    cause: error,
    hint: 'Nothing that was committed is lost; free space or restore access, then start again.',
  });
}
