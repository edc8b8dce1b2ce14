import type { Identifier } from '../../ast/span.ts';
import type { Statement } from '../../ast/statement.ts';
import { type Cursor, isSymbol, isWord, next, peek, spanFrom } from '../cursor/cursor.ts';
import { acceptWord, expectWord } from '../cursor/expect.ts';
import { parseBracketed, parseBracketedOrEmpty } from '../cursor/list.ts';
import { parseName, parseSourceName } from '../cursor/names.ts';
import { parseProperties } from '../definitions/properties.ts';
import { syntaxError } from '../errors/failure.ts';
import { unexpected } from '../errors/unexpected.ts';
import { parseValue } from '../expressions/value.ts';
import { parseQuery } from '../query/query.ts';

/** `INSERT INTO s [WITH (…)] SELECT …` or `INSERT INTO s [(columns)] VALUES (…)` */
export function parseInsert(cursor: Cursor): Statement {
  const { start } = next(cursor);
  expectWord(cursor, 'INTO');
  const target = parseSourceName(cursor);
  if (isSymbol(cursor, '(')) {
    const columns = parseBracketed(cursor, '(', ')', (at) => parseName(at, 'a column’s name'));
    if (isWord(cursor, 'SELECT')) {
      const hint = 'leave the columns out and name them in the SELECT: SELECT x AS a';
      throw syntaxError(cursor, 'INSERT INTO … SELECT takes no columns', peek(cursor), hint);
    }
    expectWord(cursor, 'VALUES');
    return parseValues(cursor, start, target, columns);
  }
  if (acceptWord(cursor, 'VALUES')) return parseValues(cursor, start, target, []);
  const properties = parseProperties(cursor);
  if (!isWord(cursor, 'SELECT'))
    throw unexpected(cursor, ['SELECT', ...(properties.length === 0 ? ['('] : [])]);
  const query = parseQuery(cursor);
  return { kind: 'InsertInto', target, properties, query, span: spanFrom(cursor, start) };
}

function parseValues(
  cursor: Cursor,
  start: number,
  target: Identifier,
  columns: readonly Identifier[],
): Statement {
  const values = parseBracketedOrEmpty(cursor, '(', ')', (at) => parseValue(at));
  if (isSymbol(cursor, ',')) {
    throw syntaxError(cursor, 'VALUES takes one row', peek(cursor), 'write one INSERT for each row');
  }
  return { kind: 'InsertValues', target, columns, values, span: spanFrom(cursor, start) };
}
