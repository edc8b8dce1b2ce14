import { isDigit, isNamePart } from './characters.ts';
import { type Token, token } from './token.ts';

/**
 * The number at `start`, which is a digit, or a point before a digit. A word that begins with a digit (`1st`) is a
 * name in ksqlDB: the longest reading wins, and the number where they are as long (`1e5`).
 */
export function scanNumber(text: string, start: number): Token {
  let end = skipDigits(text, start);
  const whole = end;
  const point = text[end] === '.';
  if (point) end = skipDigits(text, end + 1);
  const exponent = exponentEnd(text, end);
  if (exponent !== undefined) end = exponent;
  if (isNameStartWithDigit(text, start, whole)) {
    let word = whole;
    while (isNamePart(text.charCodeAt(word))) word += 1;
    if (word > end) return token('word', text.slice(start, word).toUpperCase(), start, word);
  }
  const kind = exponent !== undefined ? 'double' : point ? 'decimal' : 'integer';
  return token(kind, text.slice(start, end), start, end);
}

const isNameStartWithDigit = (text: string, start: number, whole: number): boolean =>
  whole > start && isNamePart(text.charCodeAt(whole));

function skipDigits(text: string, from: number): number {
  let at = from;
  while (isDigit(text.charCodeAt(at))) at += 1;
  return at;
}

/** The end of `e10`, `E-3`, …, when there is one at `from`. */
function exponentEnd(text: string, from: number): number | undefined {
  if (text[from] !== 'e' && text[from] !== 'E') return undefined;
  const sign = text[from + 1];
  const digits = sign === '+' || sign === '-' ? from + 2 : from + 1;
  const end = skipDigits(text, digits);
  return end > digits ? end : undefined;
}
