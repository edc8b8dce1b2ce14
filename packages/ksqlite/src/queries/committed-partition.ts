import type { PartitionLog } from '../log/partition-log.ts';
import type { ReadablePartition } from '../runtime/cursor.ts';

/**
 * A partition as far as it is durable: now or, with `isSnapshot`, when this was made. Its cursors are its own: who reads
 * here holds nothing in memory, and reads from disk what the statements have passed.
 */
export function committedPartition(log: PartitionLog, isSnapshot: boolean): ReadablePartition {
  const snapshotEnd = log.committedEnd;
  return {
    topic: log.topic,
    partition: log.partition,
    cursors: [],
    // for who reads beside the statements nothing is kept beyond its topic's retention
    get keptFrom() {
      return log.start;
    },
    get end() {
      return isSnapshot ? snapshotEnd : log.committedEnd;
    },
    get: (offset) => log.get(offset),
    load: (offset) => log.load(offset),
  };
}
