import type { MemoryLimits } from '../../memory-limits.ts';
import type { Disk } from '../disk/disk.ts';
import { type BatchLocation, batchLocation, lastAtOrBefore } from './batch-location.ts';
import { type BatchTable, batchTable } from './batch-table.ts';
import { readSparseIndex, scanSegment } from './segment-reader.ts';
import { SparseIndex } from './sparse-index.ts';

type Tables = Map<string, BatchTable>;
/** An interval is short: its batches are few objects for a while. */
type Interval = ReadonlyMap<string, readonly BatchLocation[]>;

/**
 * Finds the batches of a partition in a segment.
 *
 * The places of the newest segments' batches are in memory. Of an older segment the sparse index is read from the header of
 * the segment behind it, and the interval that it names is scanned: what is in memory does not grow with what is on disk,
 * and nobody waits for a whole segment to be scanned. Source of the idea: Kafka's OffsetIndex.
 */
export class SegmentIndex {
  readonly #disk: Disk;
  readonly #nextOf: (segment: string) => string | undefined;
  readonly #limits: Pick<MemoryLimits, 'batches' | 'sparseIndexes' | 'indexIntervals'>;
  /** by segment, oldest first, the newest last */
  readonly #whole = new Map<string, Tables>();
  readonly #sparse = new Map<string, SparseIndex>();
  readonly #scanned = new Map<string, Interval>();
  #newest: string | undefined;
  /** batches in `#whole` */
  #batches = 0;

  /** @param nextOf the segment behind one */
  constructor(
    disk: Disk,
    nextOf: (segment: string) => string | undefined,
    limits: Pick<MemoryLimits, 'batches' | 'sparseIndexes' | 'indexIntervals'>,
  ) {
    this.#disk = disk;
    this.#nextOf = nextOf;
    this.#limits = limits;
  }

  /** A commit of the newest segment, or the first of a new one, begins at this byte; its batches are added next. */
  beginCommit(segment: string, at: number): void {
    if (segment !== this.#newest) {
      this.#newest = segment;
      this.#whole.set(segment, new Map());
      this.#sparse.set(segment, new SparseIndex());
      this.#letGoTables();
      this.#letGoOldest(this.#sparse, this.#limits.sparseIndexes);
    }
    this.#sparse.get(segment)?.beginCommit(at);
  }

  /** A batch of the commit that was begun last. */
  add(topicId: number, partition: number, location: BatchLocation): void {
    const newest = this.#newest;
    if (newest === undefined) return;
    addTo(this.#whole.get(newest) as Tables, topicId, partition, location);
    this.#batches++;
    this.#sparse.get(newest)?.add(topicId, partition, location.baseOffset);
  }

  /** The batch that holds an offset; undefined: none of the segment does. Throws KsqlError LOG_DAMAGED. */
  find(segment: string, topicId: number, partition: number, offset: number): BatchLocation | undefined {
    const key = `${topicId}/${partition}`;
    const tables = this.#whole.get(segment);
    if (tables !== undefined) return tables.get(key)?.find(offset);
    const number = this.#sparseOf(segment).find(topicId, partition, offset);
    if (number === undefined) return undefined;
    const found = lastAtOrBefore(this.#interval(segment, number).get(key) ?? [], offset);
    return found !== undefined && offset < found.baseOffset + found.count ? found : undefined;
  }

  /** The batches that hold an offset or later ones. Throws KsqlError LOG_DAMAGED. */
  from(segment: string, topicId: number, partition: number, offset: number): readonly BatchLocation[] {
    const key = `${topicId}/${partition}`;
    const tables = this.#whole.get(segment);
    if (tables !== undefined) return tables.get(key)?.from(offset) ?? [];
    return this.#sparseOf(segment)
      .from(topicId, partition, offset)
      .flatMap((number) => this.#interval(segment, number).get(key) ?? [])
      .filter(({ baseOffset, count }) => baseOffset + count > offset);
  }

  /** The newest segment's sparse index, for the next segment's first commit; undefined: there is no segment. */
  encodeNewest(): Buffer | undefined {
    return this.#newest === undefined ? undefined : this.#sparse.get(this.#newest)?.encode();
  }

  /** The segment is gone. */
  forget(segment: string): void {
    for (const table of this.#whole.get(segment)?.values() ?? []) this.#batches -= table.rows();
    this.#whole.delete(segment);
    this.#sparse.delete(segment);
  }

  #letGoTables(): void {
    for (const [segment, tables] of this.#whole) {
      if (this.#batches <= this.#limits.batches || segment === this.#newest) return;
      this.#whole.delete(segment);
      for (const table of tables.values()) this.#batches -= table.rows();
    }
  }

  #sparseOf(segment: string): SparseIndex {
    return this.#recentOf(this.#sparse, segment, this.#limits.sparseIndexes, () => {
      const next = this.#nextOf(segment);
      const encoded = next === undefined ? undefined : readSparseIndex(this.#disk, next);
      return encoded === undefined ? scanSparse(this.#disk, segment) : SparseIndex.decode(encoded);
    });
  }

  #interval(segment: string, number: number): Interval {
    return this.#recentOf(this.#scanned, `${segment}/${number}`, this.#limits.indexIntervals, () =>
      scanBatches(this.#disk, segment, ...this.#sparseOf(segment).bounds(number)),
    );
  }

  /** What was used last stands last; the newest segment's is never let go. */
  #recentOf<T>(kept: Map<string, T>, key: string, most: number, make: () => T): T {
    const value = kept.get(key) ?? make();
    kept.delete(key);
    kept.set(key, value);
    this.#letGoOldest(kept, most);
    return value;
  }

  #letGoOldest(kept: Map<string, unknown>, most: number): void {
    for (const oldest of kept.keys()) {
      if (kept.size <= most) return;
      if (oldest !== this.#newest) kept.delete(oldest);
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

/** Relocated batches are left out: they are found where their partition says they lie. */
function scanBatches(disk: Disk, segment: string, from: number, to: number): Interval {
  const found = new Map<string, BatchLocation[]>();
  scanSegment(disk, segment, { from, to }, ({ metadata, recordsAt }) => {
    for (const entry of metadata.entries) {
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

/** For a segment whose follower has no index of it. */
function scanSparse(disk: Disk, segment: string): SparseIndex {
  const index = new SparseIndex();
  scanSegment(disk, segment, {}, ({ metadata, at }) => {
    index.beginCommit(at);
    for (const entry of metadata.entries)
      if (entry.kind === 'batch') index.add(entry.topic, entry.partition, entry.baseOffset);
  });
  return index;
}
