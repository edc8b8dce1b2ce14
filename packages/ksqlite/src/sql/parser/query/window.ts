import type { Window } from '../../ast/query.ts';
import { type Cursor, isSymbol, next, peek, previous, spanFrom } from '../cursor/cursor.ts';
import {
  acceptSymbol,
  acceptWord,
  acceptWords,
  expectSymbol,
  expectWord,
  expectWords,
} from '../cursor/expect.ts';
import { expectClose } from '../cursor/list.ts';
import { isName } from '../cursor/names.ts';
import { unexpected } from '../errors/unexpected.ts';
import { parseDuration } from './durations.ts';

const TYPES = ['TUMBLING', 'HOPPING', 'SESSION'] as const;

/** What is behind WINDOW. */
export function parseWindow(cursor: Cursor): Window {
  const { start } = previous(cursor);
  skipWindowName(cursor);
  const type = TYPES.find((candidate) => acceptWord(cursor, candidate));
  if (type === undefined) throw unexpected(cursor, []);
  const opener = expectSymbol(cursor, '(');
  if (type !== 'SESSION') expectWord(cursor, 'SIZE');
  const sizeMs = parseDuration(cursor);
  const advanceMs = type === 'HOPPING' ? parseAdvance(cursor) : undefined;
  const times = parseTimes(cursor);
  expectClose(cursor, opener, ')');
  return { type, sizeMs, advanceMs, ...times, span: spanFrom(cursor, start) };
}

function parseAdvance(cursor: Cursor): number {
  expectSymbol(cursor, ',', 'HOPPING (SIZE 1 HOUR, ADVANCE BY 5 MINUTES)');
  expectWords(cursor, 'ADVANCE', 'BY');
  return parseDuration(cursor);
}

/** `, RETENTION d` and `, GRACE PERIOD d`: both may be left out, but not swapped. */
function parseTimes(cursor: Cursor): Pick<Window, 'retentionMs' | 'graceMs'> {
  let retentionMs: number | undefined;
  while (acceptSymbol(cursor, ',')) {
    if (retentionMs === undefined && acceptWord(cursor, 'RETENTION')) {
      retentionMs = parseDuration(cursor);
      continue;
    }
    if (!acceptWords(cursor, 'GRACE', 'PERIOD')) throw unexpected(cursor, []);
    const graceMs = parseDuration(cursor);
    if (!isSymbol(cursor, ',')) return { retentionMs, graceMs };
    throw unexpected(cursor, [')'], 'GRACE PERIOD comes last, after RETENTION');
  }
  return { retentionMs, graceMs: undefined };
}

/** As in ksqlDB a window may have a name, which nothing can refer to. */
function skipWindowName(cursor: Cursor): void {
  const kind = peek(cursor, 1);
  if (isName(cursor) && kind.kind === 'word' && TYPES.some((type) => type === kind.text)) next(cursor);
}
