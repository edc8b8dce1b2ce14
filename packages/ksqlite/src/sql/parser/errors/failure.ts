import type { ErrorCode } from '../../../errors/error-codes.ts';
import { KsqlError } from '../../../errors/ksql-error.ts';
import type { Span } from '../../ast/span.ts';
import { positionOf } from '../../source-text.ts';
import type { Cursor } from '../cursor/cursor.ts';

/** An error about a place in the text, to be thrown. */
export function failure(
  cursor: Cursor,
  code: Extract<ErrorCode, 'SQL_SYNTAX' | 'SQL_UNSUPPORTED'>,
  message: string,
  span: Span,
  hint?: string,
): KsqlError {
  return new KsqlError(code, message, {
    at: positionOf(cursor.text, span, cursor.file),
    hint,
    source: cursor.text,
  });
}

export const syntaxError = (cursor: Cursor, message: string, span: Span, hint?: string): KsqlError =>
  failure(cursor, 'SQL_SYNTAX', message, span, hint);

/** For what ksqlDB has and this engine does not support. `hint` says what does the job. */
export const unsupported = (cursor: Cursor, construct: string, span: Span, hint: string): KsqlError =>
  failure(cursor, 'SQL_UNSUPPORTED', `${construct} is not supported`, span, hint);
