import { parentPort, workerData } from 'node:worker_threads';
// first: the modules that count ask it for their counters
import './coverage.ts';
import { failureOf } from './failure.ts';
import { type FuzzOptions, fuzzOne } from './fuzz-one.ts';
import { loadTarget } from './targets/index.ts';

/** What a thread is asked to do. */
export interface FuzzWork extends Omit<FuzzOptions, 'onInput' | 'until'> {
  /** where seeds are read from */
  readonly checkout: string;
  readonly ms: number;
  /** base64: only this input, once */
  readonly replay?: string;
  /** The input under way: its length, then how many have been; and its bytes. */
  readonly counts: SharedArrayBuffer;
  readonly bytes: SharedArrayBuffer;
}

const work = workerData as FuzzWork;
const counts = new Int32Array(work.counts);
const bytes = Buffer.from(work.bytes);
const target = await (await loadTarget(work.name)).open(work.checkout);
const onInput = (input: Buffer): void => {
  input.copy(bytes);
  counts[0] = input.length;
  counts[1] = (counts[1] ?? 0) + 1;
};
if (work.replay === undefined)
  parentPort?.postMessage(await fuzzOne(target, { ...work, until: performance.now() + work.ms, onInput }));
else {
  const input = Buffer.from(work.replay, 'base64');
  onInput(input);
  parentPort?.postMessage(await failureOf(target, input));
}
