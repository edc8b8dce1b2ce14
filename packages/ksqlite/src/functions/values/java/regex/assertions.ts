import { isLetterOrDigit, isNonSpacingMark } from './character-properties.ts';
import { isLineEnd } from './character-set.ts';
import type { Assertion } from './node.ts';

/** Whether the assertion holds at a position. `lastEnd`: where the match before ended. */
export function holds(test: Assertion, text: string, at: number, lastEnd: number): boolean {
  switch (test) {
    case 'start':
      return at === 0;
    case 'end':
      return at === text.length;
    case 'lastMatch':
      return at === lastEnd;
    case 'lineStart':
      return isLineStart(text, at);
    case 'lineEnd':
      return isLineEndAt(text, at, true);
    case 'finalEnd':
      return isLineEndAt(text, at, false);
    case 'unixLineStart':
      return at < text.length && (at === 0 || text.charCodeAt(at - 1) === LF);
    case 'unixLineEnd':
      return at === text.length || text.charCodeAt(at) === LF;
    case 'unixFinalEnd':
      return at === text.length || (at === text.length - 1 && text.charCodeAt(at) === LF);
    case 'wordBoundary':
      return isBoundary(text, at);
    case 'noWordBoundary':
      return !isBoundary(text, at);
  }
}

const LF = 0x0a;
const CR = 0x0d;

/** No line starts at the end of the text, not even that of an empty one. */
function isLineStart(text: string, at: number): boolean {
  if (at === text.length) return false;
  if (at === 0) return true;
  const before = text.charCodeAt(at - 1);
  return isLineEnd(before) && !(before === CR && text.charCodeAt(at) === LF);
}

/** At the end of the text, or before a line break: any, or the last thing of the text. \r\n is one. */
function isLineEndAt(text: string, at: number, anyLine: boolean): boolean {
  if (at === text.length) return true;
  const code = text.charCodeAt(at);
  if (!isLineEnd(code)) return false;
  if (code === LF && text.charCodeAt(at - 1) === CR) return false;
  if (anyLine || at === text.length - 1) return true;
  return at === text.length - 2 && code === CR && text.charCodeAt(at + 1) === LF;
}

/** JDK 17: letters and digits of any script, and the marks on them. */
function isBoundary(text: string, at: number): boolean {
  const left = at > 0 && isWord(text, codePointBefore(text, at), at - 1);
  const right = at < text.length && isWord(text, text.codePointAt(at) ?? 0, at);
  return left !== right;
}

const isWord = (text: string, code: number, at: number): boolean =>
  code === 0x5f || isLetterOrDigit(code) || (code > 0x7f && isNonSpacingMark(code) && hasBase(text, at));

/** Whether the marks up to here stand on a letter or a digit. */
function hasBase(text: string, at: number): boolean {
  for (let i = at; i >= 0; i--) {
    const code = text.codePointAt(i) ?? 0;
    if (isLetterOrDigit(code)) return true;
    if (!isNonSpacingMark(code)) return false;
  }
  return false;
}

/** The code point that ends at a position. */
export function codePointBefore(text: string, at: number): number {
  const low = text.charCodeAt(at - 1);
  if (low < 0xdc00 || low > 0xdfff || at < 2) return low;
  const high = text.charCodeAt(at - 2);
  return high >= 0xd800 && high <= 0xdbff ? (high - 0xd800) * 0x400 + (low - 0xdc00) + 0x10000 : low;
}
