/** Chars that a JSON string can't hold as they are; lone surrogates could not be written as UTF-8. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: those are the ones to escape
const SPECIAL = /["\\\u0000-\u001f\ud800-\udfff]/;

/** The text as a JSON string. */
export const quote = (text: string): string => (SPECIAL.test(text) ? JSON.stringify(text) : `"${text}"`);
