import type { ReadablePartition } from '../cursor.ts';

/**
 * Up to which ts the next cycle may read, so that it handles about `budget` records and a backlog is gone through in
 * order of time over all topics at once. Infinity when everything fits.
 */
export function frontier(partitions: Iterable<ReadablePartition>, budget: number): number {
  const behind: { readonly log: ReadablePartition; readonly from: number }[] = [];
  let backlog = 0;
  for (const log of partitions) {
    let from = log.logEndOffset;
    for (const cursor of log.cursors) from = Math.min(from, cursor.position);
    from = Math.max(from, log.keptFrom);
    if (from >= log.logEndOffset) continue;
    behind.push({ log, from });
    backlog += log.logEndOffset - from;
  }
  if (backlog <= budget) return Number.POSITIVE_INFINITY;
  const share = Math.max(1, Math.floor(budget / behind.length));
  let limit = Number.POSITIVE_INFINITY;
  let oldestHead = Number.POSITIVE_INFINITY;
  for (const { log, from } of behind) {
    oldestHead = Math.min(oldestHead, log.get(from).timestamp);
    if (log.logEndOffset - from > share) limit = Math.min(limit, log.get(from + share).timestamp);
  }
  return Math.max(limit, oldestHead);
}
