import type { Identifier } from '../../ast/span.ts';
import { type Cursor, isWord, peek } from '../cursor/cursor.ts';
import { acceptWord } from '../cursor/expect.ts';
import { isName, parseName } from '../cursor/names.ts';
import { unsupported } from '../errors/failure.ts';

/** The clauses that begin with a word which can also be a name, and the words that follow it then. */
const CLAUSES: ReadonlyMap<string, string> = new Map([
  ['PARTITION', 'BY'],
  ['GRACE', 'PERIOD'],
  ['ORDER', 'BY'],
]);

/** EMIT before a word is the clause, except before these: there it is an alias, and they begin the next clause. */
const AFTER_ALIAS: ReadonlySet<string> = new Set(['EMIT', 'PARTITION', 'GRACE']);

/**
 * `[AS] name`, if there is one. `instead`: the keywords that may stand here too; one of them with a slip in it looks
 * like an alias at first. Throws SQL_SYNTAX, or SQL_UNSUPPORTED for AS OF.
 */
export function parseAlias(
  cursor: Cursor,
  instead: readonly string[],
  parse: (cursor: Cursor) => Identifier = (at) => parseName(at),
): Identifier | undefined {
  if (acceptWord(cursor, 'AS')) {
    refuseAsOf(cursor);
    return parse(cursor);
  }
  if (!isName(cursor) || startsClause(cursor)) return undefined;
  if (peek(cursor).kind === 'word') cursor.bareAlias = { index: cursor.index, instead };
  return parse(cursor);
}

function startsClause(cursor: Cursor): boolean {
  const { kind, text } = peek(cursor);
  if (kind !== 'word') return false;
  if (text === 'EMIT') return isName(cursor, 1) && !AFTER_ALIAS.has(peek(cursor, 1).text);
  if (text === 'OFFSET') return peek(cursor, 1).kind === 'integer';
  const second = CLAUSES.get(text);
  return second !== undefined && isWord(cursor, second, 1);
}

/** `AS OF x`; an alias OF would be followed by a keyword or a sign. */
function refuseAsOf(cursor: Cursor): void {
  const after = peek(cursor, 1);
  if (!isWord(cursor, 'OF') || after.kind === 'symbol' || after.kind === 'end') return;
  if (after.kind === 'word' && !isName(cursor, 1)) return;
  const span = { start: peek(cursor, -1).start, end: peek(cursor).end };
  throw unsupported(cursor, 'AS OF', span, 'a table is read as it is now: keep history in a stream');
}
