import { baseFolder } from './base-folder.ts';
import { type RunResult, runScenario, START } from './run-scenario.ts';
import { scenarioOf } from './scenario.ts';

/** Seeds to run: `count` from `from` on. */
export interface Work {
  readonly from: number;
  readonly count: number;
}

/** A process that runs the seeds it is sent, and sends what came of each. Ends with its parent. */
const base = baseFolder(START - 1_000);
process.on('message', ({ from, count }: Work) => {
  void runSeeds(from, count);
});
process.on('disconnect', () => process.exit());

async function runSeeds(from: number, count: number): Promise<void> {
  const results: RunResult[] = [];
  for (let seed = from; seed < from + count; seed++) {
    const result = await runScenario(scenarioOf(seed), await base);
    results.push(result);
    if (result.violations.length > 0) break;
  }
  process.send?.(results);
}
