import { answerSeeds } from '../../../faults/answer-seeds.ts';

/** A worker of `runSeeds` for which even seeds are well, 3 waits for what never comes, and 5 never ends. */
answerSeeds(async (seed) => {
  if (seed === 3) await new Promise(() => undefined);
  while (seed === 5);
  return { seed, violations: [] };
}, 1_000);
