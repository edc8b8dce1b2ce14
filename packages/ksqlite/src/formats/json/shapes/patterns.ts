/**
 * Pieces of regular expressions for plain, valid JSON: no escapes, no exponents. What they don't match may be JSON all
 * the same; what they match is. Every piece ends where a char class ends, so no match takes more than linear time.
 */
const CHARS = '[^"\\\\\\u0000-\\u001f]*';
export const NUMBER = '-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?';
const STRING = `"${CHARS}"`;
export const SCALAR = `(?:${STRING}|${NUMBER}|true|false|null)`;

export const capturedString = `(?:"(${CHARS})"|null)`;
export const capturedNumber = `(?:(${NUMBER})|null)`;
export const capturedBoolean = '(?:(true|false)|null)';

/** An array or object of scalars. */
export const flatArray = (gap: string): string => {
  const item = `${SCALAR}${gap}`;
  return `\\[${gap}(?:${item}(?:,${gap}${item})*)?\\]`;
};
export const flatObject = (gap: string): string => {
  const entry = `${STRING}${gap}:${gap}${SCALAR}${gap}`;
  return `\\{${gap}(?:${entry}(?:,${gap}${entry})*)?\\}`;
};

/** A JSON string of exactly this text, in the spelling that needs no choice. */
export const literalString = (text: string): string =>
  JSON.stringify(text).replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
