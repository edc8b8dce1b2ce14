import { KsqlError } from '../errors/ksql-error.ts';
import { type BatchLocation, lastAtOrBefore } from './batch-location.ts';
import type { LogRecord } from './log-record.ts';

/** How a partition reaches what is on disk. */
export interface PartitionDisk {
  read(location: BatchLocation): readonly LogRecord[];
  /** The partition's batches in a closed segment, by offset. */
  batches(segment: string): readonly BatchLocation[];
}

/** Records are let go in lots: each time the rest is copied. */
const TRIM_AT_LEAST = 32;
/** A follower further behind than this reads from disk. */
const KEPT_FOR_FOLLOWERS = 1_024;
const RECENT_BATCHES = 3;

/**
 * One partition: an index of batches on disk and the newest records in memory. Offsets below `committedEnd` are
 * durable; from there to `end` they are part of the commit under way.
 */
export class PartitionLog {
  readonly topic: string;
  readonly partition: number;
  /** one past the last record, committed or not */
  end = 0;
  committedEnd = 0;
  /** Where statements are: records stay in memory until they have passed. */
  readonly cursors = new Set<{ readonly position: number }>();
  /** Consumers that go along with the end: records stay in memory for them as well, unless they fall far behind. */
  readonly followers = new Set<{ readonly position: number }>();

  /** The batches of the newest segment that holds any of this partition; of the others only where they begin. */
  private newest: BatchLocation[] = [];
  private readonly closed: { readonly segment: string; readonly baseOffset: number }[] = [];
  private tail: LogRecord[] = [];
  private tailStart = 0;
  /** The batches read from disk last, newest at the end. */
  private recent: { readonly location: BatchLocation; readonly records: readonly LogRecord[] }[] = [];
  private readonly disk: PartitionDisk;

  constructor(topic: string, partition: number, disk: PartitionDisk) {
    this.topic = topic;
    this.partition = partition;
    this.disk = disk;
  }

  /** The record is the next one: its offset is `end`. */
  append(record: LogRecord): void {
    this.tail.push(record);
    this.end++;
  }

  /** The record at an offset in [0, end). Throws KsqlError LOG_DAMAGED when the disk has it no more. */
  get(offset: number): LogRecord {
    const inTail = this.tail[offset - this.tailStart];
    if (inTail !== undefined) return inTail;
    const location = this.locate(offset);
    let read = this.recent.find((known) => known.location.baseOffset === location.baseOffset);
    if (read === undefined) {
      read = { location, records: this.disk.read(location) };
      this.recent.push(read);
      if (this.recent.length > RECENT_BATCHES) this.recent.shift();
    }
    const record = read.records[offset - location.baseOffset];
    if (record === undefined) throw this.missing(offset);
    return record;
  }

  /** The record at an offset if it is still in memory. */
  inMemory(offset: number): LogRecord | undefined {
    return this.tail[offset - this.tailStart];
  }

  /** The records of the commit under way. */
  uncommitted(): readonly LogRecord[] {
    return this.tail.slice(this.committedEnd - this.tailStart);
  }

  /** A batch is durable (or was found so at recovery). */
  committed(location: BatchLocation): void {
    const [first] = this.newest;
    if (first !== undefined && first.segment !== location.segment) {
      this.closed.push({ segment: first.segment, baseOffset: first.baseOffset });
      this.newest = [];
    }
    this.newest.push(location);
    this.committedEnd = location.baseOffset + location.count;
    if (this.end < this.committedEnd) {
      this.end = this.committedEnd;
      this.tailStart = this.end;
    }
    this.trim();
  }

  private trim(): void {
    let keepFrom = this.committedEnd;
    for (const follower of this.followers) keepFrom = Math.min(keepFrom, follower.position);
    keepFrom = Math.max(keepFrom, this.committedEnd - KEPT_FOR_FOLLOWERS);
    for (const cursor of this.cursors) keepFrom = Math.min(keepFrom, cursor.position);
    const drop = keepFrom - this.tailStart;
    if (drop < TRIM_AT_LEAST) return;
    this.tail = this.tail.slice(drop);
    this.tailStart += drop;
  }

  private locate(offset: number): BatchLocation {
    let found = lastAtOrBefore(this.newest, offset);
    if (found === undefined) {
      const segment = lastAtOrBefore(this.closed, offset)?.segment;
      if (segment !== undefined) found = lastAtOrBefore(this.disk.batches(segment), offset);
    }
    if (found === undefined || offset >= found.baseOffset + found.count) throw this.missing(offset);
    return found;
  }

  private missing(offset: number): KsqlError {
    return new KsqlError(
      'LOG_DAMAGED',
      `topic ${this.topic}, partition ${this.partition}: no record at offset ${offset} (end ${this.end})`,
    );
  }
}
