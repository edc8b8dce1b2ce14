import type { MemoryLimits } from '../../memory-limits.ts';
import type { Disk } from '../disk/disk.ts';
import { readSparseIndex, scanSegment } from '../recovery/segment-recovery.ts';
import { type BatchLocation, batchLocation, lastAtOrBefore } from './batch-location.ts';
import { type BatchTable, batchTable } from './batch-table.ts';
import { type SparseIndex, sparseIndex } from './sparse-index.ts';

/** Finds the batches of a partition in a segment. */
export interface SegmentIndex {
  /** A frame of the newest segment, or the first of a new one, begins at this byte; its batches are told next. */
  beginCommit(segment: string, at: number): void;
  add(topicId: number, partition: number, location: BatchLocation): void;
  /** The batch that holds an offset; undefined: none of the segment does. Throws KsqlError LOG_DAMAGED. */
  find(segment: string, topicId: number, partition: number, offset: number): BatchLocation | undefined;
  /** The batches that hold an offset or later ones. Throws KsqlError LOG_DAMAGED. */
  from(segment: string, topicId: number, partition: number, offset: number): readonly BatchLocation[];
  /** What the next segment's head says of the newest one; undefined: there is none. */
  encodeNewest(): Buffer | undefined;
  /** The segment is gone. */
  forget(segment: string): void;
}

type Tables = Map<string, BatchTable>;
/** A stretch is short: its batches are few objects for a while. */
type Stretch = ReadonlyMap<string, readonly BatchLocation[]>;

/**
 * The batches of the newest segments are in memory. Of an older one the sparse index is read from the head of the segment
 * behind it, and the stretch that it names is scanned: what is in memory does not grow with what is on disk, and no one
 * waits for a whole segment to be scanned.
 *
 * @param nextOf the segment behind one
 */
export function segmentIndex(
  disk: Disk,
  nextOf: (segment: string) => string | undefined,
  limits: Pick<MemoryLimits, 'batches' | 'sparseIndexes' | 'stretches'>,
): SegmentIndex {
  /** oldest first, the newest segment last */
  const whole = new Map<string, Tables>();
  const sparse = new Map<string, SparseIndex>();
  const scanned = new Map<string, Stretch>();
  let newest: string | undefined;
  let batches = 0;

  const letGo = (): void => {
    for (const [segment, tables] of whole) {
      if (batches <= limits.batches || segment === newest) return;
      whole.delete(segment);
      for (const table of tables.values()) batches -= table.rows();
    }
  };
  const sparseOf = (segment: string): SparseIndex =>
    recentOf(sparse, segment, limits.sparseIndexes, () => {
      const next = nextOf(segment);
      const encoded = next === undefined ? undefined : readSparseIndex(disk, next);
      return encoded === undefined ? scanSparse(disk, segment) : sparseIndex(encoded);
    });
  const stretch = (segment: string, number: number): Stretch =>
    recentOf(scanned, `${segment}/${number}`, limits.stretches, () =>
      scanBatches(disk, segment, ...sparseOf(segment).bounds(number)),
    );

  return {
    beginCommit: (segment, at) => {
      if (segment !== newest) {
        newest = segment;
        whole.set(segment, new Map());
        sparse.set(segment, sparseIndex());
        letGo();
        letGoOldest(sparse, limits.sparseIndexes);
      }
      sparse.get(segment)?.beginCommit(at);
    },
    add: (topicId, partition, location) => {
      if (newest === undefined) return;
      addTo(whole.get(newest) as Tables, topicId, partition, location);
      batches++;
      sparse.get(newest)?.add(topicId, partition, location.baseOffset);
    },
    find: (segment, topicId, partition, offset) => {
      const tables = whole.get(segment);
      if (tables !== undefined) return tables.get(`${topicId}/${partition}`)?.find(offset);
      const number = sparseOf(segment).find(topicId, partition, offset);
      if (number === undefined) return undefined;
      const found = lastAtOrBefore(stretch(segment, number).get(`${topicId}/${partition}`) ?? [], offset);
      return found !== undefined && offset < found.baseOffset + found.count ? found : undefined;
    },
    from: (segment, topicId, partition, offset) => {
      const key = `${topicId}/${partition}`;
      const tables = whole.get(segment);
      if (tables !== undefined) return tables.get(key)?.from(offset) ?? [];
      return sparseOf(segment)
        .from(topicId, partition, offset)
        .flatMap((number) => stretch(segment, number).get(key) ?? [])
        .filter(({ baseOffset, count }) => baseOffset + count > offset);
    },
    encodeNewest: () => (newest === undefined ? undefined : sparse.get(newest)?.encode()),
    forget: (segment) => {
      for (const table of whole.get(segment)?.values() ?? []) batches -= table.rows();
      whole.delete(segment);
      sparse.delete(segment);
    },
  };

  /** What was used last stands last; the newest segment's is never let go. */
  function recentOf<T>(kept: Map<string, T>, key: string, most: number, make: () => T): T {
    const value = kept.get(key) ?? make();
    kept.delete(key);
    kept.set(key, value);
    letGoOldest(kept, most);
    return value;
  }

  function letGoOldest(kept: Map<string, unknown>, most: number): void {
    for (const oldest of kept.keys()) {
      if (kept.size <= most) return;
      if (oldest !== newest) kept.delete(oldest);
    }
  }
}

function addTo(tables: Tables, topicId: number, partition: number, location: BatchLocation): void {
  const key = `${topicId}/${partition}`;
  let table = tables.get(key);
  if (table === undefined) {
    table = batchTable(location.segment);
    tables.set(key, table);
  }
  table.add(location);
}

/** Batches that were carried are found where their partition says they lie. */
function scanBatches(disk: Disk, segment: string, from: number, to: number): Stretch {
  const found = new Map<string, BatchLocation[]>();
  scanSegment(disk, segment, { from, to }, ({ metadata: front, recordsAt }) => {
    for (const entry of front.entries) {
      if (entry.kind !== 'batch') continue;
      const key = `${entry.topic}/${entry.partition}`;
      const batches = found.get(key);
      const location = batchLocation(entry, segment, recordsAt);
      if (batches === undefined) found.set(key, [location]);
      else batches.push(location);
    }
  });
  return found;
}

/** Of a segment whose follower does not say it. */
function scanSparse(disk: Disk, segment: string): SparseIndex {
  const index = sparseIndex();
  scanSegment(disk, segment, {}, ({ metadata: front, at }) => {
    index.beginCommit(at);
    for (const entry of front.entries)
      if (entry.kind === 'batch') index.add(entry.topic, entry.partition, entry.baseOffset);
  });
  return index;
}
