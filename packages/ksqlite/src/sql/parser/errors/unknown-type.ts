import type { KsqlError } from '../../../errors/ksql-error.ts';
import type { Token } from '../../lexer/token.ts';
import { describeToken } from '../../messages/describe-token.ts';
import { nearest } from '../../messages/nearest.ts';
import type { Cursor } from '../cursor/cursor.ts';
import { syntaxError } from './failure.ts';

/** What other databases call them. */
const ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ['TEXT', 'VARCHAR'],
  ['CHAR', 'VARCHAR'],
  ['FLOAT', 'DOUBLE'],
  ['REAL', 'DOUBLE'],
  ['LONG', 'BIGINT'],
  ['SMALLINT', 'INT'],
  ['TINYINT', 'INT'],
  ['BOOL', 'BOOLEAN'],
  ['NUMERIC', 'DECIMAL(p, s)'],
  ['NUMBER', 'DECIMAL(p, s)'],
  ['DATETIME', 'TIMESTAMP'],
  ['BLOB', 'BYTES'],
  ['BINARY', 'BYTES'],
  ['VARBINARY', 'BYTES'],
  ['JSON', 'STRUCT<…>, MAP<VARCHAR, …> or VARCHAR'],
]);
const GENERIC = ['DECIMAL', 'ARRAY', 'MAP', 'STRUCT'];

/** The error for a name that is not a type. */
export function unknownType(cursor: Cursor, found: Token, scalars: readonly string[]): KsqlError {
  const word = found.text.toUpperCase();
  const meant =
    ELSEWHERE.get(word) ??
    nearest(word, [...scalars, ...GENERIC, ...[...cursor.types].map(([name]) => name)]);
  const hint =
    meant === undefined
      ? `the types are ${[...scalars, ...GENERIC].join(', ')}, and those of CREATE TYPE`
      : `did you mean ${meant}?`;
  return syntaxError(cursor, `unknown type ${describeToken(found, cursor.text)}`, found, hint);
}
