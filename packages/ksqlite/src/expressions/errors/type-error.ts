import type { ErrorCode } from '../../errors/error-codes.ts';
import { KsqlError } from '../../errors/ksql-error.ts';
import type { Span } from '../../sql/ast/span.ts';
import { formatType, type SqlType } from '../../types/sql-type.ts';
import type { CompileOptions } from '../compiled.ts';

interface At {
  readonly options: CompileOptions;
}

/** An error about a part of an expression, to be thrown. */
export function expressionError(
  { options }: At,
  code: ErrorCode,
  span: Span,
  message: string,
  hint?: string,
): KsqlError {
  return new KsqlError(code, message, { ...options.at(span), hint });
}

export const typeError = (at: At, span: Span, message: string, hint?: string): KsqlError =>
  expressionError(at, 'SQL_TYPE', span, message, hint);

/** The type for a message; the NULL literal has none. */
export const typeName = (type: SqlType | undefined): string =>
  type === undefined ? 'NULL' : formatType(type);
