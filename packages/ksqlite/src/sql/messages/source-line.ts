import type { SourcePosition } from '../../errors/source-position.ts';

/** Of longer lines, the part around the place is shown. */
const WIDTH = 100;
/** How much of a long line comes before the place. */
const BEFORE = 60;

/** The line of the text that `at` is in, and the carets below it. */
export function sourceLine(source: string, at: SourcePosition): readonly [string, string] {
  const offset = Math.min(at.offset, source.length);
  const lineStart = source.lastIndexOf('\n', offset - 1) + 1;
  const start = Math.max(lineStart, offset - BEFORE);
  const end = lineEnd(source, offset, start + WIDTH);
  const before = source.slice(start, offset);
  const cutBefore = start > lineStart ? '…' : '';
  const cutAfter = end < source.length && !/[\r\n]/.test(source.charAt(end)) ? '…' : '';
  const carets = '^'.repeat(Math.max(1, Math.min(at.length, end - offset)));
  const shown = `${cutBefore}${source.slice(start, end)}${cutAfter}`;
  return [shown, `${blank(cutBefore + before)}${carets}`];
}

function lineEnd(source: string, from: number, most: number): number {
  let end = from;
  while (end < source.length && end < most && source[end] !== '\n' && source[end] !== '\r') end += 1;
  return end;
}

/** As wide as the text: tabs stay tabs, so that the carets stand below their place. */
const blank = (text: string): string => text.replace(/[^\t]/gu, ' ');
