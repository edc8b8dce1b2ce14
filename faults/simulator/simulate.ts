import { runSeeds } from '../run-seeds.ts';
import type { RunResult } from './run-result.ts';
import type { ScenarioKind } from './scenario.ts';

export interface SimulateOptions {
  /** what is run, as `compiled` made it */
  readonly root: string;
  /** what every run attacks; undefined: as its seed says */
  readonly kind?: ScenarioKind | undefined;
  readonly firstSeed: number;
  /** runs at most */
  readonly runs: number;
  /** No run is begun after it; ms as of performance.now(). */
  readonly until: number;
  /** processes side by side */
  readonly jobs: number;
  readonly onResult?: (result: RunResult) => void;
}

export interface Simulated {
  readonly runs: number;
  /** The first failure of each process: what comes after it may come of it. */
  readonly failures: readonly RunResult[];
  /** how processes ended, by the way they did */
  readonly ends: Readonly<Record<string, number>>;
  /** Of the runs on logs that delete segments: how many did, and how many segments. */
  readonly cleaned: { readonly runs: number; readonly segments: number };
}

/**
 * Engines are made one after the other, and V8 drops the machine code of functions that no living engine has at every full
 * collection. Four functions were compiled again in each run, still after 1,600: so fewer, and with less inlined in them.
 */
const EXEC_ARGV = [
  '--enable-source-maps',
  '--single-threaded-gc',
  '--max-semi-space-size=64',
  '--max-inlined-bytecode-size-cumulative=300',
  '--interrupt-budget=400000',
];

/** Runs seeds one after the other, on several processes, until there are failures, no more runs, or no more time. */
export async function simulate({ onResult, ...options }: SimulateOptions): Promise<Simulated> {
  const failures: RunResult[] = [];
  const ends: Record<string, number> = {};
  let runs = 0;
  const cleaned = { runs: 0, segments: 0 };
  await runSeeds<RunResult>({
    ...options,
    worker: 'faults/simulator/worker.js',
    execArgv: EXEC_ARGV,
    args: options.kind === undefined ? [] : [options.kind],
    ended: (seed, said) => ({ seed, violations: [said], ends: [], steps: 0 }),
    onResult: (result) => {
      runs++;
      for (const how of result.ends) ends[how] = (ends[how] ?? 0) + 1;
      if (result.deleted) {
        cleaned.runs++;
        cleaned.segments += result.deleted;
      }
      if (result.violations.length > 0) failures.push(result);
      onResult?.(result);
    },
  });
  return { runs, failures: failures.sort((a, b) => a.seed - b.seed), ends, cleaned };
}
