import { KsqlError } from '../errors/ksql-error.ts';
import type { LogRecord } from './log-record.ts';

/** Where a batch of consecutive records lies on disk. */
export interface BatchLocation {
  readonly baseOffset: number;
  readonly count: number;
  readonly segment: string;
  readonly position: number;
  readonly bytes: number;
}

export type ReadBatch = (location: BatchLocation) => readonly LogRecord[];

/** Records kept in memory behind the slowest reader, so that those a little behind need no disk. */
const KEPT_RECORDS = 32;
const TRIM_AT_LEAST = 96;
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
  /** Positions of readers that want records kept in memory until they have passed. */
  readonly cursors = new Set<{ readonly position: number }>();

  private readonly batches: BatchLocation[] = [];
  private tail: LogRecord[] = [];
  private tailStart = 0;
  /** The batches read from disk last, newest at the end. */
  private recent: { readonly location: BatchLocation; readonly records: readonly LogRecord[] }[] = [];
  private readonly readBatch: ReadBatch;

  constructor(topic: string, partition: number, readBatch: ReadBatch) {
    this.topic = topic;
    this.partition = partition;
    this.readBatch = readBatch;
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
    let read = this.recent.find((known) => known.location === location);
    if (read === undefined) {
      read = { location, records: this.readBatch(location) };
      this.recent.push(read);
      if (this.recent.length > RECENT_BATCHES) this.recent.shift();
    }
    const record = read.records[offset - location.baseOffset];
    if (record === undefined) throw this.missing(offset);
    return record;
  }

  /** The records of the commit under way. */
  uncommitted(): readonly LogRecord[] {
    return this.tail.slice(this.committedEnd - this.tailStart);
  }

  /** A batch is durable (or was found so at recovery). */
  committed(location: BatchLocation): void {
    this.batches.push(location);
    this.committedEnd = location.baseOffset + location.count;
    if (this.end < this.committedEnd) {
      this.end = this.committedEnd;
      this.tailStart = this.end;
    }
    this.trim();
  }

  private trim(): void {
    let keepFrom = this.committedEnd - KEPT_RECORDS;
    for (const cursor of this.cursors) keepFrom = Math.min(keepFrom, cursor.position);
    const drop = keepFrom - this.tailStart;
    if (drop < TRIM_AT_LEAST) return;
    this.tail = this.tail.slice(drop);
    this.tailStart += drop;
  }

  private locate(offset: number): BatchLocation {
    let low = 0;
    let high = this.batches.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      const batch = this.batches[middle];
      if (batch !== undefined && batch.baseOffset <= offset) low = middle;
      else high = middle - 1;
    }
    const found = this.batches[low];
    if (found === undefined || offset < found.baseOffset || offset >= found.baseOffset + found.count)
      throw this.missing(offset);
    return found;
  }

  private missing(offset: number): KsqlError {
    return new KsqlError(
      'LOG_DAMAGED',
      `topic ${this.topic}, partition ${this.partition}: no record at offset ${offset} (end ${this.end})`,
    );
  }
}
