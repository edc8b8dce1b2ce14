import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { RunResult } from './run-result.ts';

export interface SimulateOptions {
  /** what is run, as `compiled` made it */
  readonly root: string;
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

const SEEDS_AT_A_TIME = 5;
/**
 * An engine is made anew again and again, and V8 drops the machine code of functions that no living one has at every full
 * collection. Four functions were compiled again in each run, still after 1,600: so fewer, and with less inlined in them.
 */
const EXEC_ARGV = [
  '--enable-source-maps',
  '--single-threaded-gc',
  '--max-semi-space-size=64',
  '--max-inlined-bytecode-size-cumulative=300',
  '--interrupt-budget=400000',
];
/** A worker that says nothing for so long has hung. */
const SILENCE_MS = 120_000;

/** Runs seeds one after the other, on several processes, until there are failures, no more runs, or no more time. */
export async function simulate(options: SimulateOptions): Promise<Simulated> {
  const failures: RunResult[] = [];
  const ends: Record<string, number> = {};
  let runs = 0;
  const cleaned = { runs: 0, segments: 0 };
  let next = options.firstSeed;
  const end = options.firstSeed + options.runs;
  const take = () => {
    if (failures.length > 0 || next >= end || performance.now() > options.until) return undefined;
    const work = { from: next, count: Math.min(SEEDS_AT_A_TIME, end - next) };
    next += work.count;
    return work;
  };
  const note = (result: RunResult): void => {
    runs++;
    for (const how of result.ends) ends[how] = (ends[how] ?? 0) + 1;
    if (result.deleted) {
      cleaned.runs++;
      cleaned.segments += result.deleted;
    }
    if (result.violations.length > 0) failures.push(result);
    options.onResult?.(result);
  };
  await Promise.all(Array.from({ length: options.jobs }, () => worker(options.root, take, note)));
  return { runs, failures: failures.sort((a, b) => a.seed - b.seed), ends, cleaned };
}

function worker(
  root: string,
  take: () => { readonly from: number; readonly count: number } | undefined,
  note: (result: RunResult) => void,
): Promise<void> {
  return new Promise((resolve) => {
    const child: ChildProcess = fork(join(root, 'faults/simulator/worker.js'), {
      cwd: root,
      execArgv: EXEC_ARGV,
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let said = '';
    let from = 0;
    let silence: NodeJS.Timeout | undefined;
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-4_000);
    });
    const goOn = (): void => {
      clearTimeout(silence);
      const work = take();
      if (work === undefined) {
        child.disconnect();
        return;
      }
      from = work.from;
      silence = setTimeout(() => child.kill('SIGKILL'), SILENCE_MS);
      child.send(work);
    };
    child.on('message', (results: readonly RunResult[]) => {
      for (const result of results) note(result);
      goOn();
    });
    child.once('exit', (code, signal) => {
      clearTimeout(silence);
      if (code !== 0)
        note({
          seed: from,
          violations: [
            `at this seed or one of the next ${SEEDS_AT_A_TIME - 1} the process ended: ${signal ?? code} ${said}`,
          ],
          ends: [],
          steps: 0,
        });
      resolve();
    });
    goOn();
  });
}
