import { type BatchLocation, batchLocation } from './batch-location.ts';
import type { Disk } from './disk.ts';
import { scanSegment } from './segment-recovery.ts';

/** Finds the batches of a partition in a closed segment. */
export type SegmentIndex = (segment: string, topicId: number, partition: number) => readonly BatchLocation[];

/** Segments whose index is kept: a reader goes through one after the other. */
const KEPT_SEGMENTS = 6;
const NO_BATCHES: readonly BatchLocation[] = Object.freeze([]);

/**
 * An index of a closed segment is made again from its frames' fronts when it is asked for, so that what is in memory
 * does not grow with what is on disk.
 */
export function segmentIndex(disk: Disk): SegmentIndex {
  const kept = new Map<string, ReadonlyMap<string, readonly BatchLocation[]>>();
  return (segment, topicId, partition) => {
    let index = kept.get(segment);
    // the one used last stands last
    kept.delete(segment);
    index ??= indexSegment(disk, segment);
    kept.set(segment, index);
    for (const oldest of kept.keys()) {
      if (kept.size <= KEPT_SEGMENTS) break;
      kept.delete(oldest);
    }
    return index.get(`${topicId}/${partition}`) ?? NO_BATCHES;
  };
}

function indexSegment(disk: Disk, segment: string): ReadonlyMap<string, readonly BatchLocation[]> {
  const index = new Map<string, BatchLocation[]>();
  scanSegment(disk, segment, ({ front, recordsAt }) => {
    for (const entry of front.entries) {
      // one that was carried is found where its partition says it lies
      if (entry.kind !== 'batch') continue;
      const key = `${entry.topic}/${entry.partition}`;
      const batches = index.get(key);
      const location = batchLocation(entry, segment, recordsAt);
      if (batches === undefined) index.set(key, [location]);
      else batches.push(location);
    }
  });
  return index;
}
