import { baseFolder } from './base-folder.ts';
import { type RunResult, runScenario, START } from './run-scenario.ts';
import { scenarioOf } from './scenario.ts';

/** Seeds to run: `count` from `from` on. */
export interface Work {
  readonly from: number;
  readonly count: number;
}

/** A process that runs the seeds it is sent, and sends what came of each. Ends with its parent. */
const bases = new Map<number, Promise<ReadonlyMap<string, Buffer>>>();
process.on('message', ({ from, count }: Work) => {
  void runSeeds(from, count);
});
process.on('disconnect', () => process.exit());

async function runSeeds(from: number, count: number): Promise<void> {
  const results: RunResult[] = [];
  for (let seed = from; seed < from + count; seed++) {
    const scenario = scenarioOf(seed);
    const result = await runScenario(scenario, await baseOf(scenario.partitions));
    results.push(result);
    if (result.violations.length > 0) break;
  }
  process.send?.(results);
}

function baseOf(partitions: number): Promise<ReadonlyMap<string, Buffer>> {
  const base = bases.get(partitions) ?? baseFolder(START - 1_000, partitions);
  bases.set(partitions, base);
  return base;
}
