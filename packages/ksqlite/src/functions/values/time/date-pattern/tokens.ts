import { FunctionError } from '../../../function-error.ts';

/** A pattern of Java's DateTimeFormatter, taken apart. */
export type Token =
  | { readonly kind: 'field'; readonly letter: string; readonly count: number }
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'optional'; readonly tokens: readonly Token[] };

/** How many of a letter there may be. Week-based fields (Y, w, W, e, c) depend on a locale and are left out. */
const MOST: ReadonlyMap<string, number> = new Map([
  ...[...'GMLE'].map((letter) => [letter, 5] as const),
  ...[...'uy'].map((letter) => [letter, 19] as const),
  ...[...'QqzO'].map((letter) => [letter, 4] as const),
  ...[...'XxZ'].map((letter) => [letter, 5] as const),
  ...[...'dhHkKmsV'].map((letter) => [letter, 2] as const),
  ...[...'AnN'].map((letter) => [letter, 19] as const),
  ['D', 3],
  ['S', 9],
  ['a', 1],
]);

const piece = /'((?:[^']|'')*)'|([A-Za-z])\2*|\[|\]|[^A-Za-z'[\]]/g;

export function tokensOf(pattern: string): readonly Token[] {
  const levels: Token[][] = [[]];
  let read = 0;
  for (const match of pattern.matchAll(piece)) {
    const [text, quoted, letter] = match;
    read += text.length;
    if (text === '[') levels.push([]);
    else if (text === ']') close(levels, pattern);
    else
      levels.at(-1)?.push(letter === undefined ? literal(text, quoted) : field(pattern, letter, text.length));
  }
  if (read !== pattern.length) throw invalid(pattern, 'a quote is not closed');
  // An open bracket at the end counts as closed there.
  while (levels.length > 1) close(levels, pattern);
  return levels[0] ?? [];
}

const invalid = (pattern: string, why: string): FunctionError =>
  new FunctionError(`Invalid date and time pattern '${pattern}': ${why}`);

function close(levels: Token[][], pattern: string): void {
  const tokens = levels.length > 1 ? levels.pop() : undefined;
  if (tokens === undefined) throw invalid(pattern, '] without [');
  levels.at(-1)?.push({ kind: 'optional', tokens });
}

function literal(text: string, quoted: string | undefined): Token {
  if (quoted === undefined) return { kind: 'literal', text };
  return { kind: 'literal', text: quoted === '' ? "'" : quoted.replaceAll("''", "'") };
}

function field(pattern: string, letter: string, count: number): Token {
  const most = MOST.get(letter);
  if (most === undefined) throw invalid(pattern, `the letter ${letter} is not known`);
  if (count > most || (letter === 'V' && count !== 2))
    throw invalid(pattern, `too many or too few ${letter}`);
  return { kind: 'field', letter, count };
}
