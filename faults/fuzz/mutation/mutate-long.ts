import type { Random } from '../../random.ts';
import { BRACKETS } from './pieces.ts';
import { bytesOf, endOf, tokensOf } from './tokens.ts';

const SIZES = [2_000, 5_000, 20_000, 50_000, 200_000];
const DEPTHS = [300, 1_100, 9_000, 9_000, 40_000];

/** Of `BRACKETS` those of a language, by its words; all where it has none. */
export function bracketsOf(words: readonly string[]): typeof BRACKETS {
  const own = BRACKETS.filter(([open]) => words.some((word) => word.startsWith(open.charAt(0))));
  return own.length === 0 ? BRACKETS : own;
}

/** Inputs made long on purpose: what takes quadratic time, or a stack without end, shows only there. */
export function longer(
  random: Random,
  input: Buffer,
  piece: () => string,
  brackets: typeof BRACKETS,
): Buffer {
  const tokens = tokensOf(input);
  if (tokens.length === 0) tokens.push('');
  const from = random.int(0, tokens.length - 1);
  const to = random.chance(0.5) ? endOf(tokens, from) : Math.min(tokens.length, from + random.int(1, 4));
  const [before, middle, after] = [
    bytesOf(tokens.slice(0, from)),
    bytesOf(tokens.slice(from, to)),
    bytesOf(tokens.slice(to)),
  ];
  if (random.chance(0.5)) {
    const [open, close] = random.oneOf(brackets);
    const depth = random.oneOf(DEPTHS);
    const [opens, closes] = [open.repeat(depth), close.repeat(depth)].map((text) => Buffer.from(text));
    return Buffer.concat([before, opens as Buffer, middle, closes as Buffer, after]);
  }
  const unit = random.chance(0.4)
    ? Buffer.from(piece())
    : middle.subarray(0, random.chance(0.5) ? 1 : middle.length);
  const times = Math.max(1, Math.floor(random.oneOf(SIZES) / Math.max(1, unit.length)));
  return Buffer.concat([before, Buffer.alloc(times * unit.length, unit), middle, after]);
}
