import { syntaxError } from '../errors/failure.ts';
import { unexpected } from '../errors/unexpected.ts';
import { type Cursor, isSymbol, next, peek } from './cursor.ts';

/** The largest value of ksqlDB's INTEGER. */
export const MAX_INTEGER = 2_147_483_647;

/** A whole number from 0 to `most`. `what` says of what, for messages. Throws SQL_SYNTAX. */
export function parseCount(cursor: Cursor, what: string, most = MAX_INTEGER): number {
  const found = peek(cursor);
  if (isSymbol(cursor, '-') && peek(cursor, 1).kind !== 'word') {
    throw syntaxError(cursor, `${what} cannot be negative`, { start: found.start, end: peek(cursor, 1).end });
  }
  if (found.kind === 'word' && /^[0-9]/.test(found.text)) {
    throw unexpected(cursor, [what], 'put a space between the number and the word');
  }
  if (found.kind === 'decimal' || found.kind === 'double') {
    throw syntaxError(cursor, `${what} must be a whole number`, found);
  }
  if (found.kind !== 'integer') throw unexpected(cursor, [what]);
  const value = Number(found.text);
  if (value > most) throw syntaxError(cursor, `${what} is ${most} at most`, found);
  next(cursor);
  return value;
}
