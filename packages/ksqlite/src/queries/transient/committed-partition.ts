import type { PartitionLog } from '../../log/topics/partition-log.ts';
import type { ReadablePartition } from '../../runtime/cursor.ts';

/**
 * A partition as far as it is durable: now or, with `isSnapshot`, when this was made. Its cursors are its own: who reads
 * here holds nothing in memory, and reads from disk what the statements have passed.
 */
export function committedPartition(log: PartitionLog, isSnapshot: boolean): ReadablePartition {
  const snapshotEnd = log.highWatermark;
  return {
    topic: log.topic,
    partition: log.partition,
    cursors: [],
    // for who reads beside the statements nothing is kept beyond its topic's retention
    get keptFrom() {
      return log.logStartOffset;
    },
    get logEndOffset() {
      return isSnapshot ? snapshotEnd : log.highWatermark;
    },
    get: (offset) => log.get(offset),
    load: (offset) => log.load(offset),
  };
}
