const TOKEN = /[A-Za-z_@$]+|-?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|\s+|./gs;
const OPENS = '([{<';
const CLOSES = ')]}>';

/** Words, numbers, spaces and signs; joined they are the bytes again, read as latin1. */
export const tokensOf = (bytes: Buffer): string[] => bytes.toString('latin1').match(TOKEN) ?? [];

export const bytesOf = (tokens: readonly string[]): Buffer => Buffer.from(tokens.join(''), 'latin1');

export const isNumber = (token: string): boolean => /^-?[0-9]/.test(token);

/**
 * Where what begins at token `from` ends: a bracket's behind the one that closes it, a quoted text's behind its quote, a
 * token's behind itself.
 */
export function endOf(tokens: readonly string[], from: number): number {
  const first = tokens[from] ?? '';
  if (first === '"' || first === "'" || first === '`') {
    const end = tokens.indexOf(first, from + 1);
    return end < 0 ? tokens.length : end + 1;
  }
  if (first === '' || !OPENS.includes(first)) return from + 1;
  let depth = 0;
  for (let i = from; i < tokens.length; i++) {
    const token = tokens[i] ?? ' ';
    if (OPENS.includes(token)) depth++;
    else if (CLOSES.includes(token) && --depth === 0) return i + 1;
  }
  return tokens.length;
}
