import { randomInt } from 'node:crypto';

/**
 * A seed that differs from run to run, unless the environment variable gives one: for tests with chance in them. Put it
 * into the test's name, so that a failure says how to have the same again.
 */
export const freshSeed = (variable: string): number => Number(process.env[variable] ?? randomInt(1_000_000));

/** Chance for one test, from its seed. */
export function chanceFrom(seed: number) {
  const random = randomFrom(seed);
  return {
    /** in [0, 1) */
    random,
    /** Waits `fromMs` to `toMs` of real time: a random moment of what runs meanwhile. */
    pause: (fromMs: number, toMs: number) =>
      new Promise<void>((resolve) => setTimeout(resolve, fromMs + random() * (toMs - fromMs))),
  };
}

/** Numbers in [0, 1) that depend on `seed` alone (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
