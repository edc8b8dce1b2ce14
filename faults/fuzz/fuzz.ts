import { Worker } from 'node:worker_threads';
import type { Fuzzed } from './fuzz-one.ts';
import type { Finding } from './fuzz-target.ts';
import { TARGET_NAMES } from './targets/index.ts';
import type { FuzzWork } from './worker.ts';

export interface FuzzOrder {
  /** what is fuzzed, as `compiled` made it */
  readonly root: string;
  /** where seeds are read from */
  readonly checkout: string;
  /** undefined: all */
  readonly targets: readonly string[] | undefined;
  readonly seed: number;
  /** inputs of each target; undefined: as long as `ms` */
  readonly runs: number | undefined;
  /** of all targets together */
  readonly ms: number;
  readonly jobs: number;
  /** Ends a target at its first finding. */
  readonly first?: boolean;
  readonly onDone?: (fuzzed: Fuzzed) => void;
}

/** One input may take so long before its thread is ended. */
const HUNG_MS = 20_000;
const MOST_BYTES = 1 << 21;

/** Fuzzes targets, as many side by side as `jobs` says. */
export async function fuzz(order: FuzzOrder): Promise<readonly Fuzzed[]> {
  const names = [...(order.targets ?? TARGET_NAMES)];
  const ms = (order.ms * Math.min(order.jobs, names.length)) / names.length;
  const done: Fuzzed[] = [];
  const next = async (): Promise<void> => {
    for (let name = names.shift(); name !== undefined; name = names.shift()) {
      const fuzzed = await fuzzOneInThread(order, name, ms);
      done.push(fuzzed);
      order.onDone?.(fuzzed);
    }
  };
  await Promise.all(Array.from({ length: order.jobs }, next));
  return done;
}

/** What the border does at one input; undefined: nothing wrong. */
export async function replay(
  root: string,
  checkout: string,
  name: string,
  input: Buffer,
): Promise<Finding | undefined> {
  const { answer } = inThread<Omit<Finding, 'target' | 'input'> | undefined>(root, {
    ...WORK,
    checkout,
    name,
    ms: HUNG_MS,
    replay: input.toString('base64'),
  });
  const failure = await answer;
  if (failure === undefined) return undefined;
  return 'hung' in failure
    ? hungAt(name, failure.hung)
    : { target: name, input: input.toString('base64'), ...failure };
}

async function fuzzOneInThread(order: FuzzOrder, name: string, ms: number): Promise<Fuzzed> {
  const { answer, inputs } = inThread<Fuzzed>(order.root, {
    ...WORK,
    checkout: order.checkout,
    name,
    seed: order.seed,
    runs: order.runs ?? Number.MAX_SAFE_INTEGER,
    ms: order.runs === undefined ? ms : Number.MAX_SAFE_INTEGER,
    first: order.first === true,
  });
  const began = performance.now();
  const fuzzed = await answer;
  if (!('hung' in fuzzed)) return fuzzed;
  return {
    target: name,
    runs: inputs(),
    seconds: (performance.now() - began) / 1_000,
    corpus: 0,
    corpusBytes: 0,
    corpusHash: '',
    blocks: 0,
    findings: [hungAt(name, fuzzed.hung)],
  };
}

const WORK = { seed: 0, runs: 0, first: false };

const hungAt = (target: string, input: Buffer): Finding => ({
  target,
  kind: 'hung',
  message: `was not done with ${input.length} bytes after ${HUNG_MS / 1_000} s`,
  input: input.toString('base64'),
});

interface Hung {
  readonly hung: Buffer;
}

function inThread<T>(
  root: string,
  work: Omit<FuzzWork, 'counts' | 'bytes'>,
): { readonly answer: Promise<T | Hung>; readonly inputs: () => number } {
  const counts = new SharedArrayBuffer(8);
  const bytes = new SharedArrayBuffer(MOST_BYTES);
  const seen = new Int32Array(counts);
  const thread = new Worker(new URL(`file://${root}/faults/fuzz/worker.js`), {
    workerData: { ...work, counts, bytes } satisfies FuzzWork,
    execArgv: ['--enable-source-maps'],
  });
  const answer = new Promise<T | Hung>((resolve, reject) => {
    let last = -1;
    let since = performance.now();
    const watch = setInterval(() => {
      const count = seen[1] ?? 0;
      if (count !== last || count === 0) {
        last = count;
        since = performance.now();
      } else if (performance.now() - since > HUNG_MS) {
        clearInterval(watch);
        resolve({ hung: Buffer.from(Buffer.from(bytes, 0, seen[0] ?? 0)) });
        void thread.terminate();
      }
    }, 500);
    thread.once('message', (message: T) => {
      clearInterval(watch);
      resolve(message);
      void thread.terminate();
    });
    thread.once('error', (error) => {
      clearInterval(watch);
      reject(error);
    });
  });
  return { answer, inputs: () => seen[1] ?? 0 };
}
