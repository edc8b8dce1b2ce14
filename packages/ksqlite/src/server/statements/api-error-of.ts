import { KsqlError } from '../../errors/ksql-error.ts';
import { API_CODES, ApiError } from '../http/api-error.ts';
import type { Entity } from './entity.ts';

/** Errors of these are about a name, which says enough of the place. */
const WITHOUT_PLACE = new Set(['SQL_UNKNOWN_SOURCE', 'SOURCE_EXISTS', 'SOURCE_IN_USE', 'UNKNOWN_QUERY']);

/**
 * What a client learns of an error: of a refused statement where and why, as ksqlDB words it (differs: refusal-places); of a failure of
 * the log its message; of a defect nothing but that there is one.
 */
export function apiErrorOf(
  error: unknown,
  statementText: string | undefined,
  entities: readonly Entity[] = [],
): ApiError {
  if (error instanceof ApiError) return error;
  if (!(error instanceof KsqlError))
    return new ApiError(API_CODES.internal, 'The server encountered an internal error.', { cause: error });
  if (error.code.startsWith('LOG_')) return new ApiError(API_CODES.internal, error.message, { cause: error });
  const details = { ...(statementText === undefined ? {} : { statementText }), entities };
  return new ApiError(API_CODES.badStatement, messageOf(error), details);
}

function messageOf({ code, message, at, hint }: KsqlError): string {
  const tail = hint === undefined ? '' : `\n${hint}`;
  if (at === undefined || WITHOUT_PLACE.has(code)) return `${message}${tail}`;
  return code === 'SQL_SYNTAX'
    ? `line ${at.line}:${at.column}: Syntax Error\n${message}${tail}`
    : `Line: ${at.line}, Col: ${at.column}: ${message}${tail}`;
}
