/** Numbers written as text, read as the JVM's parsers read them. Undefined where those throw NumberFormatException. */
import { javaTrim } from '../../functions/values/java/java-trim.ts';

const WHOLE = /^[+-]?[0-9]+$/;
const MAX_INT = 2 ** 31 - 1;
const MIN_INT = -(2 ** 31);
const MAX_LONG = 2n ** 63n - 1n;
const MIN_LONG = -(2n ** 63n);

/** `Integer.parseInt`: no blanks, no fraction, within 32 bits. */
export function parseInteger(text: string): number | undefined {
  if (!WHOLE.test(text)) return undefined;
  const value = Number(text) + 0;
  return value >= MIN_INT && value <= MAX_INT ? value : undefined;
}

/** `Long.parseLong`: no blanks, no fraction, within 64 bits. */
export function parseLong(text: string): number | bigint | undefined {
  if (!WHOLE.test(text)) return undefined;
  // `+ 0` turns "-0" into 0: a whole number has no signed zero.
  const narrow = Number(text) + 0;
  if (Number.isSafeInteger(narrow)) return narrow;
  // Number() has shown the size: don't make a bigint of a million digits to find it too large.
  if (Math.abs(narrow) > 2 ** 64) return undefined;
  const wide = text.startsWith('+') ? BigInt(text.slice(1)) : BigInt(text);
  return wide >= MIN_LONG && wide <= MAX_LONG ? wide : undefined;
}

// No two parts can match the same digit: a text that fails must not be tried in a million ways.
const DECIMAL_DOUBLE = /^([+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)[fFdD]?$/;
const WORD_DOUBLE = /^([+-]?)(NaN|Infinity)$/;

/** `Double.parseDouble`: trims, knows NaN, Infinity and the suffixes f and d. (Not its hexadecimal form.) */
export function parseDouble(text: string): number | undefined {
  const trimmed = javaTrim(text);
  const digits = DECIMAL_DOUBLE.exec(trimmed)?.[1];
  if (digits !== undefined) return Number(digits);
  const word = WORD_DOUBLE.exec(trimmed);
  if (word === null) return undefined;
  if (word[2] === 'NaN') return Number.NaN;
  return word[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}
