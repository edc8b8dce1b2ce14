import type { Random } from '../../random.ts';
import { type BRACKETS, NUMBERS } from './pieces.ts';
import { endOf, isNumber, tokensOf } from './tokens.ts';

/** Changes tokens in place; they are not empty. `other` is another input. */
export type TokenStep = (tokens: string[], other: Buffer) => void;

const LOW_NESTING = 4;

/** Mutations that know words, numbers, quotes and brackets. */
export function tokenSteps(
  random: Random,
  piece: () => string,
  brackets: typeof BRACKETS,
): readonly TokenStep[] {
  const place = (tokens: readonly string[]): number => random.int(0, tokens.length - 1);
  const aNumber = (): string => (random.chance(0.7) ? random.oneOf(NUMBERS) : String(random.int(-300, 300)));

  const insert: TokenStep = (tokens) => tokens.splice(random.int(0, tokens.length), 0, piece());
  const insertWord: TokenStep = (tokens) => tokens.splice(random.int(0, tokens.length), 0, ' ', piece(), ' ');
  const replace: TokenStep = (tokens) => tokens.splice(place(tokens), 1, piece());
  const replaceGroup: TokenStep = (tokens) => {
    const from = place(tokens);
    tokens.splice(from, endOf(tokens, from) - from, piece());
  };
  const remove: TokenStep = (tokens) => tokens.splice(place(tokens), random.int(1, 4));
  const removeGroup: TokenStep = (tokens) => {
    const from = place(tokens);
    tokens.splice(from, endOf(tokens, from) - from);
  };
  const cut: TokenStep = (tokens) => {
    tokens.length = place(tokens) + 1;
  };
  const behead: TokenStep = (tokens) => tokens.splice(0, place(tokens));
  const repeat: TokenStep = (tokens) => {
    const from = place(tokens);
    const to = random.chance(0.5) ? endOf(tokens, from) : from + random.int(1, 8);
    tokens.splice(random.int(0, tokens.length), 0, ...tokens.slice(from, to));
  };
  const swap: TokenStep = (tokens) => {
    const [a, b] = [place(tokens), place(tokens)];
    [tokens[a], tokens[b]] = [tokens[b] ?? '', tokens[a] ?? ''];
  };
  const number: TokenStep = (tokens) => {
    const numbers = tokens.flatMap((token, i) => (isNumber(token) ? [i] : []));
    if (numbers.length > 0) tokens[random.oneOf(numbers)] = aNumber();
  };
  const splice: TokenStep = (tokens, other) => {
    const theirs = tokensOf(other);
    if (theirs.length === 0) return;
    const from = place(theirs);
    const at = place(tokens);
    const isGroup = random.chance(0.7);
    const taken = theirs.slice(from, isGroup ? endOf(theirs, from) : from + random.int(1, 12));
    tokens.splice(at, random.chance(0.5) ? endOf(tokens, at) - at : 0, ...taken);
  };
  const wrap: TokenStep = (tokens) => {
    const from = place(tokens);
    const to = endOf(tokens, from);
    const [open, close] = random.oneOf(brackets);
    const depth = random.int(1, LOW_NESTING);
    tokens.splice(from, to - from, open.repeat(depth), ...tokens.slice(from, to), close.repeat(depth));
  };
  return [
    insert,
    insertWord,
    replace,
    replaceGroup,
    remove,
    removeGroup,
    cut,
    behead,
    repeat,
    swap,
    number,
    number,
    splice,
    splice,
    wrap,
  ];
}
