import { setImmediate } from 'node:timers/promises';

/** Seeds to run: `count` from `from` on. */
interface Seeds {
  readonly from: number;
  readonly count: number;
}

/**
 * Makes this process a worker of `runSeeds`: it runs the seeds that it is sent one after the other, up to the first that
 * fails, and sends what came of each. Ends with its parent.
 */
export function answerSeeds<Result extends { readonly violations: readonly string[] }>(
  run: (seed: number) => Promise<Result>,
): void {
  const runAll = async ({ from, count }: Seeds): Promise<void> => {
    const results: Result[] = [];
    for (let seed = from; seed < from + count; seed++) {
      const result = await run(seed);
      results.push(result);
      if (result.violations.length > 0) break;
      // what awaits nothing but promises leaves its immediates to this turn, and they hold all that it had in memory
      await setImmediate();
    }
    process.send?.(results);
  };
  process.on('message', (seeds: Seeds) => {
    void runAll(seeds);
  });
  process.on('disconnect', () => process.exit());
}
