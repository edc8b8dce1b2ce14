import { expect, test } from '@jest/globals';
import { runSeeds } from '../../faults/run-seeds.ts';
import { PROJECT } from '../support/line-process.ts';

interface Result {
  readonly seed: number;
  readonly violations: readonly string[];
}

async function resultsFrom(firstSeed: number): Promise<readonly Result[]> {
  const results: Result[] = [];
  await runSeeds<Result>({
    root: PROJECT,
    worker: 'test/faults/support/hanging-worker.ts',
    execArgv: ['--import', './tooling/typescript/register.mjs'],
    firstSeed,
    runs: 1,
    until: Number.POSITIVE_INFINITY,
    jobs: 1,
    onResult: (result) => results.push(result),
    ended: (seed, said) => ({ seed, violations: [said] }),
  });
  return results;
}

test.each([
  [2, []],
  [3, [/process ended: 13 .*seed 3 waits for what can't come/s]],
  [5, [/process ended: SIGKILL/]],
] as const)('a process is found that does not come to the end of a seed: %d', async (seed, violations) => {
  expect(await resultsFrom(seed)).toEqual([
    { seed, violations: violations.map((text) => expect.stringMatching(text)) },
  ]);
});
