import { oneOf, randomFrom, shuffled } from '../src/producer/generator/random.ts';

/** Chance that one seed decides. */
export interface Random {
  /** in [0, 1) */
  readonly next: () => number;
  /** a whole number in [min, max] */
  readonly int: (min: number, max: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly oneOf: <T>(choices: readonly T[]) => T;
  readonly shuffled: <T>(items: readonly T[]) => T[];
  /** Another source of chance: what one part of a run draws does not move what another part draws. */
  readonly fork: (name: number) => Random;
}

export function seededRandom(seed: number): Random {
  const next = randomFrom(seed);
  next(); // neighbouring seeds begin alike
  return {
    next,
    int: (min, max) => min + Math.floor(next() * (max - min + 1)),
    chance: (probability) => next() < probability,
    oneOf: (choices) => oneOf(choices, next),
    shuffled: (items) => shuffled(items, next),
    fork: (name) => seededRandom(Math.imul(seed ^ 0x9e3779b1, 2 * name + 1)),
  };
}
