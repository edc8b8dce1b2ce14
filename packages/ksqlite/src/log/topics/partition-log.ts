import { KsqlError } from '../../errors/ksql-error.ts';
import type { MemoryLimits } from '../../memory-limits.ts';
import { type ByteWriter, byteWriter } from '../bytes/byte-writer.ts';
import { type BatchLocation, covers, lastAtOrBefore } from '../segments/batch-location.ts';
import { type LogRecord, type RecordBytes, writtenRecord } from './log-record.ts';
import {
  type RowEncoder,
  readRawRecords,
  readRecords,
  readValue,
  skipRecords,
  writeRecord,
  writeRow,
} from './record-codec.ts';

/** How a partition reaches what is on disk. */
export interface PartitionDisk {
  /** A batch's bytes, checked. Throws KsqlError LOG_DAMAGED. */
  read(location: BatchLocation): Buffer;
  /** A batch is durable, or was found at recovery. */
  markDurable(location: BatchLocation): void;
  /** The batch that holds an offset, if it is still where it was first written. */
  find(offset: number): BatchLocation | undefined;
}

/** Consecutive records, encoded. */
interface Batch {
  readonly baseOffset: number;
  readonly count: number;
  readonly bytes: Buffer;
}

/** As objects; those that all statements have passed are let go one by one, so that none lives as long as its batch. */
interface DecodedBatch {
  readonly baseOffset: number;
  readonly records: (LogRecord | undefined)[];
  /** how many have been let go */
  passed: number;
}

const STAGED_BYTES = 1024;

/**
 * One partition. A record is encoded when it is appended, and kept as an object only until the statements have passed
 * it: what waits for the disk is bytes, outside the JavaScript heap. From old to new:
 *
 *     batches on disk | batches in memory, some of them on their way to disk | staged: the commit under way
 *
 * Offsets below `committedEnd` are durable.
 */
export class PartitionLog {
  readonly topic: string;
  readonly partition: number;
  /** one past the last record, committed or not */
  logEndOffset = 0;
  highWatermark = 0;
  /** The first offset that is kept for readers; what a statement still needs may lie before it. */
  logStartOffset = 0;
  /** Statements find every record that they have not read. */
  readonly keptFrom: number = 0;
  /** Where statements are: records stay as objects until they have passed. */
  readonly cursors: { readonly position: number }[] = [];
  /** What else may be read again: the oldest offset that a statement's state refers to; Infinity: none. */
  readonly needs = new Set<() => number>();

  /** Those that were carried out of segments that are gone, by offset. */
  private relocatedBatches: BatchLocation[] = [];
  private inMemory: Batch[] = [];
  private readonly staged: ByteWriter = byteWriter(STAGED_BYTES);
  private stagedStart = 0;
  private tail: LogRecord[] = [];
  private tailStart = 0;
  /** newest at the end */
  private decoded: DecodedBatch[] = [];
  private lastRead: Batch | undefined;
  /** Batches from disk that single records were loaded from, the newest at the end. */
  private loadedFrom: Batch[] = [];
  private readonly disk: PartitionDisk;
  private readonly limits: MemoryLimits;

  constructor(topic: string, partition: number, disk: PartitionDisk, limits: MemoryLimits) {
    this.topic = topic;
    this.partition = partition;
    this.disk = disk;
    this.limits = limits;
  }

  /** The record is the next one: its offset is `end`. */
  append(record: LogRecord): void {
    writeRecord(this.staged, record);
    this.keep(record);
  }

  /** As `append`, its value encoded from a row straight into the commit under way. */
  appendRow<Row>(
    timestamp: number,
    key: RecordBytes,
    encoder: RowEncoder<Row>,
    row: Row,
    first: number,
  ): LogRecord {
    const at = writeRow(this.staged, timestamp, key, encoder, row, first);
    const record = writtenRecord(this.logEndOffset, timestamp, key, this.valueAt, at);
    this.keep(record);
    return record;
  }

  /** The record at an offset in [0, end), for who reads one after the other. Throws KsqlError RECORD_DELETED or LOG_DAMAGED. */
  get(offset: number): LogRecord {
    const known = this.asObject(offset);
    if (known !== undefined) return known;
    if (offset >= this.stagedStart) return this.load(offset);
    const { baseOffset, count, bytes } = this.batchAt(offset);
    const records = readRecords(bytes, 0, baseOffset, count);
    this.decoded.push({ baseOffset, records, passed: 0 });
    if (this.decoded.length > this.limits.decodedBatches) this.decoded.shift();
    return records[offset - baseOffset] as LogRecord;
  }

  /** As `get`, for who wants just this one: its neighbours are not decoded. */
  load(offset: number): LogRecord {
    const known = this.asObject(offset);
    if (known !== undefined) return known;
    const { baseOffset, bytes } = this.batchToLoad(offset);
    const [record] = readRecords(bytes, skipRecords(bytes, 0, offset - baseOffset), offset, 1);
    return record as LogRecord;
  }

  /** Up to `max` durable records from `offset` on, keys and values as bytes. */
  committed(offset: number, max: number): readonly LogRecord[] {
    const end = Math.min(this.highWatermark, offset + max);
    const records: LogRecord[] = [];
    let at = Math.max(this.logStartOffset, offset);
    while (at < end) {
      const { baseOffset, count, bytes } = this.batchAt(at);
      const take = Math.min(end, baseOffset + count) - at;
      const position = skipRecords(bytes, 0, at - baseOffset);
      for (const record of readRawRecords(bytes, position, at, take)) records.push(record);
      at += take;
    }
    return records;
  }

  /** Lets go of the objects that all statements have passed. */
  trim(): void {
    if (this.tail.length === 0 && this.decoded.length === 0) return;
    let keepFrom = this.logEndOffset;
    for (const cursor of this.cursors) if (cursor.position < keepFrom) keepFrom = cursor.position;
    for (const batch of this.decoded) {
      const passed = Math.min(keepFrom - batch.baseOffset, batch.records.length);
      while (batch.passed < passed) batch.records[batch.passed++] = undefined;
    }
    while (this.decoded[0] !== undefined && this.decoded[0].passed === this.decoded[0].records.length)
      this.decoded.shift();
    const drop = keepFrom - this.tailStart;
    if (keepFrom === this.logEndOffset) this.tail = [];
    else if (drop >= this.limits.trimmedRecords) this.tail = this.tail.slice(drop);
    else return;
    this.tailStart = keepFrom;
  }

  /** The records of the commit under way. Valid until the next `append` or `sealed`. */
  uncommitted(): Batch {
    return {
      baseOffset: this.stagedStart,
      count: this.logEndOffset - this.stagedStart,
      bytes: this.staged.view(),
    };
  }

  /** What was uncommitted is in a frame, of which these are its bytes; they are kept until `forgetOldest`. */
  sealed(bytes: Buffer): void {
    this.inMemory.push({ baseOffset: this.stagedStart, count: this.logEndOffset - this.stagedStart, bytes });
    this.stagedStart = this.logEndOffset;
    this.staged.reset();
  }

  /** The oldest batch in memory is read from disk from now on. */
  forgetOldest(): void {
    this.inMemory.shift();
  }

  /** A batch is durable (or was found so at recovery). */
  markDurable(location: BatchLocation): void {
    this.disk.markDurable(location);
    this.highWatermark = location.baseOffset + location.count;
    if (this.logEndOffset < this.highWatermark) {
      this.logEndOffset = this.highWatermark;
      this.stagedStart = this.logEndOffset;
      this.tailStart = this.logEndOffset;
    }
  }

  private keep(record: LogRecord): void {
    if (this.tail.length === 0) this.tailStart = this.logEndOffset;
    // once some were left out, none is kept until the statements have passed those before them: the tail has no gap
    const isNext = this.logEndOffset - this.tailStart === this.tail.length;
    const isWanted = this.cursors.length > 0 && this.tail.length < this.limits.unreadRecords;
    if (isWanted && isNext) this.tail.push(record);
    this.logEndOffset++;
  }

  private readonly valueAt = (offset: number, at: number): RecordBytes =>
    readValue(this.batchAt(offset).bytes, at);

  /** Where it was before the segment that recovery reads whole. */
  recover(start: number, end: number): void {
    this.logStartOffset = start;
    this.highWatermark = end;
    this.logEndOffset = end;
    this.stagedStart = end;
    this.tailStart = end;
  }

  /** A batch lies here now; where it lay before is to go. */
  relocate(location: BatchLocation): void {
    const others = this.relocatedBatches.filter((batch) => !covers(location, batch));
    this.relocatedBatches = [...others, location].sort((a, b) => a.baseOffset - b.baseOffset);
  }

  readonly relocated = (): readonly BatchLocation[] => this.relocatedBatches;

  /** Carried batches that end at or before an offset are not needed any more. */
  dropRelocated(before: number): void {
    this.relocatedBatches = this.relocatedBatches.filter(
      ({ baseOffset, count }) => baseOffset + count > before,
    );
  }

  /** The oldest offset that a statement of this process may still ask for. */
  neededFrom(): number {
    let from = this.logEndOffset;
    for (const { position } of this.cursors) if (position < from) from = position;
    for (const oldest of this.needs) from = Math.min(from, oldest());
    return from;
  }

  /** The record, if it is in memory as one. */
  private asObject(offset: number): LogRecord | undefined {
    if (offset >= this.tailStart) {
      const inTail = this.tail[offset - this.tailStart];
      if (inTail !== undefined) return inTail;
    }
    for (const batch of this.decoded) {
      if (!holds(batch, batch.records.length, offset)) continue;
      const known = batch.records[offset - batch.baseOffset];
      if (known !== undefined) return known;
    }
    return undefined;
  }

  /** Records that are loaded one by one lie near each other: a batch is read and checked once for several of them. */
  private batchToLoad(offset: number): Batch {
    const known = this.loadedFrom.find((batch) => holds(batch, batch.count, offset));
    if (known !== undefined) return known;
    const batch = this.batchAt(offset);
    if (batch !== this.lastRead) return batch;
    this.loadedFrom.push(batch);
    let bytes = this.loadedFrom.reduce((sum, each) => sum + each.bytes.length, 0);
    while (bytes > this.limits.loadedBytes && this.loadedFrom.length > 1)
      bytes -= this.loadedFrom.shift()?.bytes.length ?? 0;
    return batch;
  }

  private batchAt(offset: number): Batch {
    if (offset >= this.logEndOffset) throw this.missing(offset);
    if (offset >= this.stagedStart) return this.uncommitted();
    const inMemory = lastAtOrBefore(this.inMemory, offset);
    if (inMemory !== undefined) return inMemory;
    const { lastRead } = this;
    if (lastRead !== undefined && holds(lastRead, lastRead.count, offset)) return lastRead;
    const location = this.locate(offset);
    const { baseOffset, count } = location;
    this.lastRead = { baseOffset, count, bytes: this.disk.read(location) };
    return this.lastRead;
  }

  private locate(offset: number): BatchLocation {
    const carried = lastAtOrBefore(this.relocatedBatches, offset);
    if (carried !== undefined && holds(carried, carried.count, offset)) return carried;
    const found = this.disk.find(offset);
    if (found === undefined) throw this.missing(offset);
    return found;
  }

  private missing(offset: number): KsqlError {
    if (offset < this.logStartOffset)
      return new KsqlError(
        'RECORD_DELETED',
        `topic ${this.topic}, partition ${this.partition}: the record at offset ${offset} is past its retention and deleted; ${this.logStartOffset} is the first that is kept`,
        {
          hint: 'Begin at a later record, or keep records for longer: --retention, or RETENTION_MS of the topic.',
        },
      );
    return new KsqlError(
      'LOG_DAMAGED',
      `topic ${this.topic}, partition ${this.partition}: no record at offset ${offset} (${this.logStartOffset} to ${this.logEndOffset})`,
    );
  }
}

const holds = (batch: { readonly baseOffset: number }, count: number, offset: number): boolean =>
  offset >= batch.baseOffset && offset < batch.baseOffset + count;
