import { FunctionError, UnsupportedPatternError } from '../../../function-error.ts';

/** A pattern of Java's DateTimeFormatter, taken apart. */
export type Token =
  | { readonly kind: 'field'; readonly letter: string; readonly count: number }
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'optional'; readonly tokens: readonly Token[] };

/** How many of a letter there may be. */
const MOST: ReadonlyMap<string, number> = new Map([
  ...[...'GMLEQq'].map((letter) => [letter, 5] as const),
  ...[...'uy'].map((letter) => [letter, 19] as const),
  ...[...'zO'].map((letter) => [letter, 4] as const),
  ...[...'XxZ'].map((letter) => [letter, 5] as const),
  ...[...'dhHkKmsV'].map((letter) => [letter, 2] as const),
  ...[...'AnN'].map((letter) => [letter, 19] as const),
  ['D', 3],
  ['S', 9],
  ['a', 1],
]);

/** What Java has besides, and the way out. Week-based fields depend on the locale of the server's machine. */
const UNSUPPORTED: ReadonlyMap<string, string> = new Map([
  ...[...'YwWec'].map((letter) => [letter, 'use the fields of the year: y, M, d, D, E'] as const),
  ['p', 'use more letters for zeros in front (HH), or LPAD for blanks'],
  ['B', 'use a: AM or PM'],
  ['v', 'use z, VV or xxx'],
  ['F', 'use d: the day of the month'],
  ['g', 'use UNIX_DATE: days since 1970-01-01'],
]);

/** Characters that Java keeps for later. */
const RESERVED = /[#{}]/;

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
      levels
        .at(-1)
        ?.push(letter === undefined ? literal(pattern, text, quoted) : field(pattern, letter, text.length));
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

function literal(pattern: string, text: string, quoted: string | undefined): Token {
  if (quoted === undefined) {
    if (RESERVED.test(text)) throw invalid(pattern, `${text} is reserved: write '${text}' in quotes`);
    return { kind: 'literal', text };
  }
  return { kind: 'literal', text: quoted === '' ? "'" : quoted.replaceAll("''", "'") };
}

function field(pattern: string, letter: string, count: number): Token {
  const hint = UNSUPPORTED.get(letter);
  if (hint !== undefined)
    throw new UnsupportedPatternError(
      `the letter ${letter} of a date and time pattern is not supported`,
      hint,
    );
  const most = MOST.get(letter);
  if (most === undefined) throw invalid(pattern, `the letter ${letter} is not known`);
  if (count > most || (letter === 'V' && count !== 2) || (letter === 'O' && count !== 1 && count !== 4))
    throw invalid(pattern, `too many or too few ${letter}`);
  return { kind: 'field', letter, count };
}
