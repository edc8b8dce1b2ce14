import type { Identifier } from '../../ast/span.ts';
import { isReserved } from '../../lexer/keywords.ts';
import { syntaxError } from '../errors/failure.ts';
import { unexpected } from '../errors/unexpected.ts';
import { type Cursor, next, peek } from './cursor.ts';

/** Whether the token `ahead` can be a name. */
export function isName(cursor: Cursor, ahead = 0): boolean {
  const candidate = peek(cursor, ahead);
  return candidate.kind === 'quoted' || (candidate.kind === 'word' && !isReserved(candidate.text));
}

/** A name. `what` says of what, for the message: `a column’s name`. Throws SQL_SYNTAX. */
export function parseName(cursor: Cursor, what = 'a name'): Identifier {
  if (!isName(cursor)) throw unexpected(cursor, [what]);
  const { kind, text, start, end } = next(cursor);
  if (text === '') throw syntaxError(cursor, 'a name cannot be empty', { start, end });
  return { text, quoted: kind === 'quoted', span: { start, end } };
}

const SOURCE_NAME = /^[A-Za-z0-9_-]+$/;

/** The name of a stream or table, which becomes part of topic and store names. Throws SQL_SYNTAX. */
export function parseSourceName(cursor: Cursor): Identifier {
  const name = parseName(cursor, 'the name of a stream or table');
  if (!SOURCE_NAME.test(name.text)) {
    throw syntaxError(
      cursor,
      `${name.text} cannot name a stream or table`,
      name.span,
      'such names hold only letters, digits, _ and -',
    );
  }
  return name;
}

/** A string in single quotes. `what` says what it is for. Throws SQL_SYNTAX. */
export function parseString(cursor: Cursor, what: string): string {
  if (peek(cursor).kind !== 'string') throw unexpected(cursor, [what]);
  return next(cursor).text;
}

/** A topic's name. Topics have names in both cases: an unquoted one is taken as written. Throws SQL_SYNTAX. */
export function parseTopicName(cursor: Cursor, hint: string): string {
  const { kind, start, end } = peek(cursor);
  if (kind === 'string') return next(cursor).text;
  if (!isName(cursor)) throw unexpected(cursor, ['a topic'], hint);
  const name = parseName(cursor);
  return kind === 'quoted' ? name.text : cursor.text.slice(start, end);
}
