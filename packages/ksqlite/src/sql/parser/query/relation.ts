import type { AliasedSource, Join, Relation } from '../../ast/query.ts';
import { type Cursor, isSymbol, isWord, next, peek, spanFrom } from '../cursor/cursor.ts';
import { acceptWord, expectWord } from '../cursor/expect.ts';
import { parseSourceName } from '../cursor/names.ts';
import { MAX_NESTING } from '../cursor/nesting.ts';
import { syntaxError } from '../errors/failure.ts';
import { unexpected } from '../errors/unexpected.ts';
import { parseExpression } from '../expressions/expression.ts';
import { parseAlias } from './alias.ts';
import { parseWithin } from './within.ts';

/** What is behind FROM: a source, and any number of joins. */
export function parseRelation(cursor: Cursor): Relation {
  const { start } = peek(cursor);
  let left: Relation = parseSource(cursor, AFTER_SOURCE);
  for (let joins = 0; ; joins += 1) {
    const type = parseJoinType(cursor);
    if (type === undefined) break;
    if (joins === MAX_NESTING) throw syntaxError(cursor, `more than ${MAX_NESTING} joins`, peek(cursor));
    left = parseJoin(cursor, start, type, left);
  }
  if (isSymbol(cursor, ',')) {
    throw syntaxError(cursor, 'FROM takes one source', peek(cursor), 'join others with JOIN … ON …');
  }
  return left;
}

const AFTER_SOURCE = 'JOIN INNER LEFT RIGHT FULL WINDOW WHERE GROUP PARTITION HAVING EMIT LIMIT AS'.split(
  ' ',
);
const AFTER_JOINED = ['WITHIN', 'ON', 'AS', 'GRACE'];

function parseSource(cursor: Cursor, instead: readonly string[]): AliasedSource {
  const name = parseSourceName(cursor);
  const alias = parseAlias(cursor, instead, parseSourceName);
  return { kind: 'AliasedSource', name, alias, span: spanFrom(cursor, name.span.start) };
}

const SIDES = { LEFT: 'LEFT', RIGHT: 'RIGHT', FULL: 'OUTER' } as const;

function parseJoinType(cursor: Cursor): Join['type'] | undefined {
  if (acceptWord(cursor, 'JOIN')) return 'INNER';
  if (acceptWord(cursor, 'INNER')) {
    expectWord(cursor, 'JOIN');
    return 'INNER';
  }
  for (const side of ['LEFT', 'RIGHT', 'FULL'] as const) {
    if (!acceptWord(cursor, side)) continue;
    const outer = acceptWord(cursor, 'OUTER');
    if (!acceptWord(cursor, 'JOIN')) throw unexpected(cursor, outer ? ['JOIN'] : []);
    return SIDES[side];
  }
  return undefined;
}

function parseJoin(cursor: Cursor, start: number, type: Join['type'], left: Relation): Join {
  const right = parseSource(cursor, AFTER_JOINED);
  refuseGraceAlone(cursor);
  const within = acceptWord(cursor, 'WITHIN') ? parseWithin(cursor) : undefined;
  if (!acceptWord(cursor, 'ON')) throw unexpected(cursor, [], 'every join says ON which columns');
  const on = parseExpression(cursor);
  return { kind: 'Join', type, left, right, within, on, span: spanFrom(cursor, start) };
}

function refuseGraceAlone(cursor: Cursor): void {
  if (!isWord(cursor, 'GRACE') || !isWord(cursor, 'PERIOD', 1)) return;
  const { start } = next(cursor);
  throw syntaxError(
    cursor,
    'GRACE PERIOD without WITHIN',
    { start, end: peek(cursor).end },
    'write WITHIN 1 HOUR GRACE PERIOD 5 MINUTES, with your times',
  );
}
