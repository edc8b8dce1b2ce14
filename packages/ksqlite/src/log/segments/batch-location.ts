import type { CommitEntry } from '../commits/commit-codec.ts';

/** Where a batch of consecutive records lies on disk. */
export interface BatchLocation {
  readonly baseOffset: number;
  readonly count: number;
  readonly segment: string;
  readonly position: number;
  readonly bytes: number;
  /** CRC-32 of the batch's bytes */
  readonly crc: number;
}

export type BatchEntry = CommitEntry & { readonly kind: 'batch' | 'relocated' };

/** @param recordsAt where the commit's records begin in the segment */
export const batchLocation = (entry: BatchEntry, segment: string, recordsAt: number): BatchLocation => ({
  baseOffset: entry.baseOffset,
  count: entry.count,
  segment,
  position: recordsAt + entry.position,
  bytes: entry.bytes,
  crc: entry.crc,
});

/** The last element of a list sorted by `baseOffset` that begins at or before an offset; undefined: none does. */
export function lastAtOrBefore<T extends { readonly baseOffset: number }>(
  sorted: readonly T[],
  offset: number,
): T | undefined {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as T).baseOffset <= offset) low = middle + 1;
    else high = middle;
  }
  return sorted[low - 1];
}

interface Run {
  readonly baseOffset: number;
  readonly count: number;
}

/** Whether a batch holds all records of another. */
export const covers = (one: Run, other: Run): boolean =>
  one.baseOffset <= other.baseOffset && one.baseOffset + one.count >= other.baseOffset + other.count;
