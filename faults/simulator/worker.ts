import { backlogFolder } from './backlogs/run-backlog.ts';
import { baseFolder } from './base-folder.ts';
import type { RunResult } from './run-result.ts';
import { runScenario, START } from './run-scenario.ts';
import { type Scenario, scenarioOf } from './scenario.ts';

/** Seeds to run: `count` from `from` on. */
export interface Work {
  readonly from: number;
  readonly count: number;
}

/** A process that runs the seeds it is sent, and sends what came of each. Ends with its parent. */
const bases = new Map<string, Promise<ReadonlyMap<string, Buffer>>>();
process.on('message', ({ from, count }: Work) => {
  void runSeeds(from, count);
});
process.on('disconnect', () => process.exit());

async function runSeeds(from: number, count: number): Promise<void> {
  const results: RunResult[] = [];
  for (let seed = from; seed < from + count; seed++) {
    const scenario = scenarioOf(seed);
    const result = await runScenario(scenario, await baseOf(scenario));
    results.push(result);
    if (result.violations.length > 0) break;
  }
  process.send?.(results);
}

function baseOf({ kind, partitions, retentionMs }: Scenario): Promise<ReadonlyMap<string, Buffer>> {
  const cleaned = retentionMs !== undefined;
  const name = `${kind} ${partitions} ${cleaned}`;
  const now = START - 1_000;
  const base =
    bases.get(name) ?? (kind === 'line' ? baseFolder(now, partitions, cleaned) : backlogFolder(now, kind));
  bases.set(name, base);
  return base;
}
