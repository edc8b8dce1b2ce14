import { casesOf, type Fold, folded } from './case-folding.ts';

/** A set of code points. */
export interface CharacterSet {
  has(code: number): boolean;
  /**
   * Whether Java compares chars for it, not code points. In a pattern with a set that is not so, no match begins in the
   * middle of a surrogate pair.
   */
  readonly isOfChars: boolean;
}

const ASCII = 128;

/** The set of what a test holds for; its answers for ASCII are kept. */
export function setOf(test: (code: number) => boolean, isOfChars: boolean): CharacterSet {
  const known = new Uint8Array(ASCII);
  for (let code = 0; code < ASCII; code++) known[code] = test(code) ? 1 : 0;
  return { has: (code) => (code < ASCII ? known[code] === 1 : test(code)), isOfChars };
}

export const anyOf = (codes: readonly number[]): CharacterSet =>
  setOf((code) => codes.includes(code), codes.every(isChar));

const isChar = (code: number): boolean => code < 0xd800 || (code > 0xdfff && code <= 0xffff);

export const union = (a: CharacterSet, b: CharacterSet): CharacterSet =>
  setOf((code) => a.has(code) || b.has(code), a.isOfChars && b.isOfChars);

export const intersection = (a: CharacterSet, b: CharacterSet): CharacterSet =>
  setOf((code) => a.has(code) && b.has(code), a.isOfChars && b.isOfChars);

export const complement = (a: CharacterSet): CharacterSet => setOf((code) => !a.has(code), false);

/** One character, in either case where cases count as one. */
export function literal(code: number, fold: Fold): CharacterSet {
  if (fold !== 'unicode') return anyOf(casesOf(code, fold));
  const wanted = folded(code, fold);
  return setOf(
    (other) => other === code || folded(other, fold) === wanted,
    casesOf(code, fold).every((c) => c === code),
  );
}

/** The characters from one to another, both included. */
export function range(first: number, last: number, fold: Fold): CharacterSet {
  const isIn = (code: number): boolean => code >= first && code <= last;
  if (fold === 'none') return setOf(isIn, last <= 0xffff && (last < 0xd800 || first > 0xdfff));
  return setOf((code) => isIn(code) || casesOf(code, fold).some(isIn), false);
}

/** A character that ends a line; \r\n is one end. */
export const isLineEnd = (code: number): boolean =>
  code === 0x0a || code === 0x0d || code === 0x85 || code === 0x2028 || code === 0x2029;

/** `.`: any character, but for those that end a line (unless `(?s)`; only \n with `(?d)`). */
export const ANY = setOf(() => true, true);
export const NOT_LINE_FEED = setOf((code) => code !== 0x0a, true);
export const NOT_LINE_END = setOf((code) => !isLineEnd(code), true);
