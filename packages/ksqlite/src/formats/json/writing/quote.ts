/** Chars that a JSON string can't hold as they are; lone surrogates could not be written as UTF-8. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: those are the ones to escape
const SPECIAL = /["\\\u0000-\u001f\ud800-\udfff]/;

/** Up to this length a loop is over before a regular expression has begun. */
const SHORT = 40;

/**
 * The text as a JSON string, as Jackson writes it as UTF-8: escapes in capitals, and what is beyond the Basic
 * Multilingual Plane as two escaped surrogates.
 */
export const quote = (text: string): string => (isPlain(text) ? `"${text}"` : escaped(text));

const escaped = (text: string): string =>
  JSON.stringify(text).replace(ESCAPE_OR_SURROGATE, (found) => {
    if (found.startsWith('\\u')) return `\\u${found.slice(2).toUpperCase()}`;
    return found.length > 1 ? found : `\\u${found.charCodeAt(0).toString(16).toUpperCase()}`;
  });

/** JSON.stringify has escaped surrogates that stand alone, but not pairs. */
const ESCAPE_OR_SURROGATE = /\\(?:u[0-9a-f]{4}|.)|[\ud800-\udfff]/g;

/** Whether the text is a JSON string as it stands, once it has quotes around. */
export function isPlain(text: string): boolean {
  if (text.length >= SHORT) return !SPECIAL.test(text);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x20 || code === 0x22 || code === 0x5c || (code >= 0xd800 && code <= 0xdfff)) return false;
  }
  return true;
}
