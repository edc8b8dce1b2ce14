import type { Within } from '../../ast/query.ts';
import { type Cursor, isSymbol, previous, spanFrom } from '../cursor/cursor.ts';
import { acceptWords, expectSymbol } from '../cursor/expect.ts';
import { expectClose } from '../cursor/list.ts';
import { parseDuration } from './durations.ts';

/** What is behind WITHIN: `d` or `(before, after)`, and perhaps a grace period. */
export function parseWithin(cursor: Cursor): Within {
  const { start } = previous(cursor);
  const [beforeMs, afterMs] = parseSizes(cursor);
  const graceMs = acceptWords(cursor, 'GRACE', 'PERIOD') ? parseDuration(cursor) : undefined;
  return { beforeMs, afterMs, graceMs, span: spanFrom(cursor, start) };
}

function parseSizes(cursor: Cursor): readonly [number, number] {
  if (!isSymbol(cursor, '(')) {
    const size = parseDuration(cursor);
    return [size, size];
  }
  const opener = expectSymbol(cursor, '(');
  const before = parseDuration(cursor);
  expectSymbol(cursor, ',', 'WITHIN (before, after) takes two lengths of time');
  const after = parseDuration(cursor);
  expectClose(cursor, opener, ')');
  return [before, after];
}
