import { isNamePart, isNameStart } from './characters.ts';
import { type Problem, type Token, token } from './token.ts';

/** Longest first. `!=` becomes `<>`: they are one operator. */
const PAIRS: ReadonlyMap<string, string> = new Map([
  ['<>', '<>'],
  ['!=', '<>'],
  ['<=', '<='],
  ['>=', '>='],
  ['||', '||'],
  [':=', ':='],
  ['->', '->'],
  ['=>', '=>'],
]);
const SINGLES: ReadonlySet<string> = new Set('=<>+-*/%()[],;.');

/** The operator, bracket, punctuation or variable at `start`, or an invalid token. */
export function scanSymbol(text: string, start: number): Token {
  const pair = PAIRS.get(text.slice(start, start + 2));
  if (pair !== undefined) return token('symbol', pair, start, start + 2);
  const single = text[start] ?? '';
  if (SINGLES.has(single)) return token('symbol', single, start, start + 1);
  return (single === '$' ? scanVariable(text, start) : undefined) ?? invalid(text, start);
}

/** `${name}` */
function scanVariable(text: string, start: number): Token | undefined {
  if (text[start + 1] !== '{' || !isNameStart(text.charCodeAt(start + 2))) return undefined;
  let end = start + 3;
  while (isNamePart(text.charCodeAt(end))) end += 1;
  return text[end] === '}' ? token('variable', text.slice(start + 2, end), start, end + 1) : undefined;
}

/** What people write for something that ksqlDB writes in another way. */
const MEANT: readonly (readonly [string, string])[] = [
  ['&&', 'write AND'],
  ['!', 'write NOT, or <> for unequal'],
  ['|', '|| joins two texts; for a logical or write OR'],
  ['$', 'a variable’s name is in braces: $\u007bname}'],
  ['“', "strings are in straight single quotes: '…'"],
  ['”', "strings are in straight single quotes: '…'"],
  ['‘', "strings are in straight single quotes: '…'"],
  ['’', "strings are in straight single quotes: '…'"],
  ['\u00a0', 'this is a no-break space, write a plain one'],
];

function invalid(text: string, start: number): Token {
  const character = String.fromCodePoint(text.codePointAt(start) ?? 0);
  const meant = MEANT.find(([written]) => text.startsWith(written, start));
  const written = meant?.[0] ?? character;
  const hint =
    meant?.[1] ??
    (/\p{L}/u.test(character) ? 'names with other letters than A to Z are quoted with backticks' : undefined);
  const problem: Problem = { message: `unexpected character ${visible(written)}`, hint };
  return token('invalid', '', start, start + written.length, problem);
}

/** Control characters and odd spaces by number, the rest as they are. */
const visible = (character: string): string =>
  /^[\p{C}\p{Z}]/u.test(character)
    ? `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
    : character;
