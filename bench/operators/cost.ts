import { countAllocation } from '../measure/allocation.ts';
import type { Figures } from '../results/figures.ts';

/** What some work took of the time and the heap. */
export interface Cost {
  readonly records: number;
  readonly ms: number;
  /** allocated, garbage included */
  readonly heapBytes: number;
}

/** Runs work on so many records and adds what it took. */
export function costOf(records: number, work: () => void, before: Cost): Cost {
  const allocation = countAllocation();
  const began = performance.now();
  work();
  const ms = performance.now() - began;
  return {
    records: before.records + records,
    ms: before.ms + ms,
    heapBytes: before.heapBytes + allocation.stop(),
  };
}

export const NOTHING: Cost = { records: 0, ms: 0, heapBytes: 0 };

export const costFigures = ({ records, ms, heapBytes }: Cost): Figures => ({
  recordsPerSecond: (records * 1_000) / ms,
  nsPerRecord: (ms * 1e6) / records,
  heapBytesPerRecord: heapBytes / records,
});
