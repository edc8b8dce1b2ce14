import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

/** Seeds to run: `count` from `from` on. */
interface Seeds {
  readonly from: number;
  readonly count: number;
}

/** What a seed may take of the processor; ms. Usual are 130 ms. It is no time of the clock: a machine may be busy or asleep. */
const SEED_CPU_MS = 120_000;

/**
 * Makes this process a worker of `runSeeds`: it runs the seeds that it is sent one after the other, up to the first that
 * fails, and sends what came of each. Ends with its parent; and in the middle of a seed that hangs: with exit code 13 where it
 * waits for what can't come, killed where it computes for ever.
 */
export function answerSeeds<Result extends { readonly violations: readonly string[] }>(
  run: (seed: number) => Promise<Result>,
  seedCpuMs = SEED_CPU_MS,
): void {
  const watchdog = new CpuWatchdog(seedCpuMs);
  let seed = 0;
  const runAll = async ({ from, count }: Seeds): Promise<void> => {
    const results: Result[] = [];
    // while a seed runs, this process ends when nothing is left that could continue it
    process.channel?.unref();
    for (seed = from; seed < from + count; seed++) {
      watchdog.begin();
      const result = await run(seed);
      results.push(result);
      if (result.violations.length > 0) break;
      // what awaits nothing but promises leaves its immediates to this turn, and they hold all that it had in memory
      await setImmediate();
    }
    watchdog.rest();
    process.channel?.ref();
    process.send?.(results);
  };
  process.on('message', (seeds: Seeds) => {
    void runAll(seeds);
  });
  process.on('disconnect', () => process.exit());
  process.once('beforeExit', () => {
    process.stderr.write(`seed ${seed} waits for what can't come\n`);
    process.exitCode = 13;
  });
}

/** Kills this process when it has computed for too long since `begin`. It looks on from a thread: what computes for ever lets no timer fire. */
class CpuWatchdog {
  /** What the process had used when the seed began, ms; Infinity: nothing is watched. */
  readonly #began = new Float64Array(new SharedArrayBuffer(8));

  constructor(limitMs: number) {
    this.rest();
    new Worker(`(${watch.toString()})()`, {
      eval: true,
      workerData: { began: this.#began, limitMs },
      // those of the process are for what it runs
      execArgv: [],
    }).unref();
  }

  begin(): void {
    this.#began[0] = cpuMs();
  }

  rest(): void {
    this.#began[0] = Number.POSITIVE_INFINITY;
  }
}

const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

/** The thread: as a text, so that it needs no file of its own. */
function watch(): void {
  const { workerData } = require('node:worker_threads');
  setInterval(() => {
    const { user, system } = process.cpuUsage();
    if ((user + system) / 1_000 - workerData.began[0] > workerData.limitMs)
      process.kill(process.pid, 'SIGKILL');
  }, 1_000);
}
