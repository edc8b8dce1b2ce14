import { TIME_UNITS } from '../../lexer/keywords.ts';
import { type Cursor, next, peek, previous } from '../cursor/cursor.ts';
import { parseCount } from '../cursor/integers.ts';
import { syntaxError } from '../errors/failure.ts';
import { unexpected } from '../errors/unexpected.ts';

const UNITS = ['MILLISECONDS', 'SECONDS', 'MINUTES', 'HOURS', 'DAYS'];

/** `10 MINUTES`, in milliseconds. Throws SQL_SYNTAX, also when no number can hold it exactly. */
export function parseDuration(cursor: Cursor): number {
  const start = peek(cursor).start;
  const count = parseCount(cursor, 'a length of time', Number.MAX_SAFE_INTEGER);
  const unit = peek(cursor);
  const unitMs = unit.kind === 'word' ? TIME_UNITS.get(unit.text) : undefined;
  if (unitMs === undefined) {
    throw unexpected(cursor, UNITS, `a length of time has a unit: ${previous(cursor).text} SECONDS`);
  }
  next(cursor);
  const ms = count * unitMs;
  if (ms <= Number.MAX_SAFE_INTEGER) return ms;
  throw syntaxError(cursor, 'this length of time is too long', { start, end: unit.end });
}
