import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';

export interface SeedRuns<Result> {
  /** what is run, as `compiled` made it */
  readonly root: string;
  /** from `root`: a module that takes `{ from, count }` messages and answers each with its results */
  readonly worker: string;
  readonly execArgv: readonly string[];
  /** what the worker is given on its command line */
  readonly args?: readonly string[];
  readonly firstSeed: number;
  /** runs at most */
  readonly runs: number;
  /** No run is begun after it; ms as of performance.now(). */
  readonly until: number;
  /** processes side by side */
  readonly jobs: number;
  readonly onResult: (result: Result) => void;
  /** What stands for a process that ended at a seed or one of the next. */
  readonly ended: (seed: number, said: string) => Result;
}

interface Failing {
  readonly violations: readonly string[];
}

const SEEDS_AT_A_TIME = 5;

/** Runs seeds one after the other, on several processes, until there are failures, no more runs, or no more time. */
export async function runSeeds<Result extends Failing>(options: SeedRuns<Result>): Promise<void> {
  let next = options.firstSeed;
  let failed = false;
  const end = options.firstSeed + options.runs;
  const take = () => {
    if (failed || next >= end || performance.now() > options.until) return undefined;
    const work = { from: next, count: Math.min(SEEDS_AT_A_TIME, end - next) };
    next += work.count;
    return work;
  };
  const note = (result: Result): void => {
    if (result.violations.length > 0) failed = true;
    options.onResult(result);
  };
  await Promise.all(Array.from({ length: options.jobs }, () => work(options, take, note)));
}

function work<Result>(
  { root, worker, execArgv, args = [], ended }: SeedRuns<Result>,
  take: () => { readonly from: number; readonly count: number } | undefined,
  note: (result: Result) => void,
): Promise<void> {
  return new Promise((resolve) => {
    const child: ChildProcess = fork(join(root, worker), [...args], {
      cwd: root,
      execArgv: [...execArgv],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let said = '';
    let from = 0;
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-4_000);
    });
    const sendMore = (): void => {
      const seeds = take();
      if (seeds === undefined) {
        child.disconnect();
        return;
      }
      from = seeds.from;
      child.send(seeds);
    };
    child.on('message', (results: readonly Result[]) => {
      for (const result of results) note(result);
      sendMore();
    });
    child.once('exit', (code, signal) => {
      if (code !== 0)
        note(
          ended(
            from,
            `at this seed or one of the next ${SEEDS_AT_A_TIME - 1} the process ended: ${signal ?? code} ${said}`,
          ),
        );
      resolve();
    });
    sendMore();
  });
}
