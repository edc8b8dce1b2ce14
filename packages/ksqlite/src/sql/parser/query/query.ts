import type { Query } from '../../ast/query.ts';
import { type Cursor, isWord, peek, spanFrom } from '../cursor/cursor.ts';
import { acceptWord, acceptWords, expectWord } from '../cursor/expect.ts';
import { parseCount } from '../cursor/integers.ts';
import { parseCommaSeparated } from '../cursor/list.ts';
import { syntaxError } from '../errors/failure.ts';
import { unexpected } from '../errors/unexpected.ts';
import { parseExpression } from '../expressions/expression.ts';
import { parseGrouping } from './grouping.ts';
import { parseOffset, parseOrderBy } from './order.ts';
import { parseRelation } from './relation.ts';
import { parseSelectItem } from './select-list.ts';
import { parseWindow } from './window.ts';

/** A SELECT, from the word on. */
export function parseQuery(cursor: Cursor): Query {
  const { start } = expectWord(cursor, 'SELECT');
  const select = parseCommaSeparated(cursor, parseSelectItem);
  if (!acceptWord(cursor, 'FROM')) throw unexpected(cursor, [','], commaHint(cursor));
  const from = parseRelation(cursor);
  const window = acceptWord(cursor, 'WINDOW') ? parseWindow(cursor) : undefined;
  const where = acceptWord(cursor, 'WHERE') ? parseExpression(cursor) : undefined;
  const groupBy = acceptWords(cursor, 'GROUP', 'BY') ? parseGrouping(cursor) : [];
  const partitionBy = acceptWords(cursor, 'PARTITION', 'BY') ? parseGrouping(cursor) : [];
  const having = acceptWord(cursor, 'HAVING') ? parseExpression(cursor) : undefined;
  const order = parseOrderBy(cursor);
  const emit = acceptWord(cursor, 'EMIT') ? parseEmit(cursor) : undefined;
  const limit = acceptWord(cursor, 'LIMIT') ? parseCount(cursor, 'the LIMIT') : undefined;
  const offset = parseOffset(cursor);
  refuseLateClause(cursor);
  const span = spanFrom(cursor, start);
  return {
    kind: 'Query',
    select,
    from,
    window,
    where,
    groupBy,
    partitionBy,
    having,
    ...order,
    emit,
    limit,
    ...offset,
    span,
  };
}

/** `SELECT a b c FROM …` */
function commaHint(cursor: Cursor): string | undefined {
  const { kind } = peek(cursor);
  return kind === 'symbol' || kind === 'end' ? undefined : 'is a comma missing before it?';
}

function parseEmit(cursor: Cursor): 'CHANGES' | 'FINAL' {
  if (acceptWord(cursor, 'CHANGES')) return 'CHANGES';
  if (acceptWord(cursor, 'FINAL')) return 'FINAL';
  throw unexpected(cursor, []);
}

const ORDER = ['WINDOW', 'WHERE', 'GROUP', 'PARTITION', 'HAVING', 'EMIT', 'LIMIT'];

/** A clause that was there already, or that comes before one that was. */
function refuseLateClause(cursor: Cursor): void {
  const found = peek(cursor);
  const clause = ORDER.find((word) => isWord(cursor, word));
  if (clause === undefined) return;
  throw syntaxError(
    cursor,
    `${clause} at the wrong place`,
    found,
    'the order is FROM, WINDOW, WHERE, GROUP BY, PARTITION BY, HAVING, EMIT, LIMIT, each once',
  );
}
