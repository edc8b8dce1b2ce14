import type { Query, SortItem } from '../../ast/query.ts';
import { type Cursor, isWord, next, peek, spanFrom } from '../cursor/cursor.ts';
import { acceptWord, expectWord } from '../cursor/expect.ts';
import { parseCount } from '../cursor/integers.ts';
import { parseCommaSeparated } from '../cursor/list.ts';
import { parseValue } from '../expressions/value.ts';

/** `ORDER BY a, b DESC`, if it is next. Not among what messages say is expected: ksqlDB does not have it. */
export function parseOrderBy(cursor: Cursor): Pick<Query, 'orderBy'> {
  if (!isWord(cursor, 'ORDER')) return {};
  const { start } = next(cursor);
  expectWord(cursor, 'BY');
  const items = parseCommaSeparated(cursor, parseSortItem);
  return { orderBy: { items, span: spanFrom(cursor, start) } };
}

/** `OFFSET n`, if it is next. */
export function parseOffset(cursor: Cursor): Pick<Query, 'offset'> {
  if (!isWord(cursor, 'OFFSET')) return {};
  const { start } = next(cursor);
  const rows = parseCount(cursor, 'the OFFSET');
  return { offset: { rows, span: spanFrom(cursor, start) } };
}

function parseSortItem(cursor: Cursor): SortItem {
  const { start } = peek(cursor);
  const expression = parseValue(cursor);
  const descending = acceptWord(cursor, 'DESC');
  if (!descending) acceptWord(cursor, 'ASC');
  return { expression, descending, span: spanFrom(cursor, start) };
}
