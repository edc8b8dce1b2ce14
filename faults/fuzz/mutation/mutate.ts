import type { Random } from '../../random.ts';
import { byteSteps } from './mutate-bytes.ts';
import { bracketsOf, longer } from './mutate-long.ts';
import { tokenSteps } from './mutate-tokens.ts';
import { NUMBERS, TEXTS } from './pieces.ts';
import { bytesOf, tokensOf } from './tokens.ts';

export interface Mutator {
  /** Another input, made of one or two known ones. */
  readonly next: (input: Buffer, other: Buffer) => Buffer;
}

const MOST_BYTES = 1 << 20;
const LONG_SHARE = 0.004;
const TOKENS_SHARE = 0.6;
/** Longer inputs are not taken apart into tokens. */
const LONGEST_OF_TOKENS = 4_096;
const WORDS_SHARE = 0.5;

/**
 * Mutations of bytes and of tokens.
 *
 * @param words pieces of the border's language
 * @param compared texts that its code compares with
 */
export function mutator(random: Random, words: readonly string[], compared: readonly string[]): Mutator {
  const pieces = [...TEXTS, ...NUMBERS];
  const piece = (): string => {
    const choices = random.chance(WORDS_SHARE) ? words : random.chance(0.5) ? compared : pieces;
    return random.oneOf(choices.length === 0 ? pieces : choices);
  };
  const brackets = bracketsOf(words);
  const ofBytes = byteSteps(random, piece);
  const ofTokens = tokenSteps(random, piece, brackets);
  /** Mostly one step, seldom many: a step that is right is easily spoilt by the next one. */
  const steps = (): number => {
    let count = 1;
    while (count < 16 && random.chance(0.5)) count++;
    return count;
  };

  return {
    next: (input, other) => {
      if (random.chance(LONG_SHARE)) return longer(random, input, piece, brackets).subarray(0, MOST_BYTES);
      let made = input;
      if (input.length > 0 && input.length <= LONGEST_OF_TOKENS && random.chance(TOKENS_SHARE)) {
        const tokens = tokensOf(input);
        for (let left = steps(); left > 0 && tokens.length > 0; left--) random.oneOf(ofTokens)(tokens, other);
        made = bytesOf(tokens);
      } else for (let left = steps(); left > 0; left--) made = random.oneOf(ofBytes)(made, other);
      return made.subarray(0, MOST_BYTES);
    },
  };
}
