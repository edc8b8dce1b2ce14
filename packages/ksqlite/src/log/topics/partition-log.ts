import { KsqlError } from '../../errors/ksql-error.ts';
import type { MemoryLimits } from '../../memory-limits.ts';
import { type ByteWriter, byteWriter } from '../bytes/byte-writer.ts';
import { type BatchLocation, covers, lastAtOrBefore } from '../segments/batch-location.ts';
import { type Batch, holds, recordOf } from './batch.ts';
import { BatchCache } from './batch-cache.ts';
import { DecodedRecords } from './decoded-records.ts';
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
import type { RecordPositions } from './record-positions.ts';

/** How a partition reaches what is on disk. */
export interface PartitionDisk {
  /** A batch's bytes, checked. Throws KsqlError LOG_DAMAGED. */
  read(location: BatchLocation): Buffer;
  /** A batch is durable, or was found at recovery. */
  markDurable(location: BatchLocation): void;
  /** The batch that holds an offset, if it is still where it was first written. */
  find(offset: number): BatchLocation | undefined;
}

const STAGED_BYTES = 1024;

/**
 * One partition of a topic. A record is encoded when it is appended, and kept as an object only until the statements have
 * passed it: what waits for the disk is bytes, outside the JavaScript heap. From old to new:
 *
 *     batches on disk | batches in memory, some of them on their way to disk | staged: the pending commit
 *
 * What must stay true: offsets have no gap; records below `highWatermark` are durable; a record that was appended can be
 * read at once, whether it is staged, in memory or on disk. Offsets and their names are Kafka's.
 */
export class PartitionLog {
  readonly topic: string;
  readonly partition: number;
  /** One past the last record, durable or not: the offset of the next one. */
  logEndOffset = 0;
  /** One past the last durable record: readers outside the engine see what lies below. */
  highWatermark = 0;
  /** The first offset that is kept for readers; what a statement still needs may lie before it. */
  logStartOffset = 0;
  /** Statements find every record that they have not read. */
  readonly keptFrom: number = 0;
  /** Where statements are: records stay as objects until they have passed. */
  readonly cursors: { readonly position: number }[] = [];
  /** What else may be read again: the oldest offset that a statement's state refers to; Infinity: none. */
  readonly needs = new Set<() => number>();

  /** Batches that were written again, because the segment that had them was to go. By offset. */
  #relocated: BatchLocation[] = [];
  #inMemory: Batch[] = [];
  readonly #staged: ByteWriter = byteWriter(STAGED_BYTES);
  #stagedStart = 0;
  #stagedPositions: RecordPositions | undefined;
  /** The step of `markStep`, and what was staged before it. */
  #step = 0;
  #stepOffset = 0;
  #stepBytes = 0;
  readonly #objects: DecodedRecords;
  readonly #fromDisk: BatchCache;
  readonly #disk: PartitionDisk;

  constructor(topic: string, partition: number, disk: PartitionDisk, limits: MemoryLimits) {
    this.topic = topic;
    this.partition = partition;
    this.#disk = disk;
    this.#objects = new DecodedRecords(limits);
    this.#fromDisk = new BatchCache(limits.loadedBytes);
  }

  /** Stages a record. Its offset is `logEndOffset`. */
  append(record: LogRecord): void {
    writeRecord(this.#staged, record);
    this.#keep(record);
  }

  /** As `append`, its value encoded from a row straight into the pending commit. */
  appendRow<Row>(
    timestamp: number,
    key: RecordBytes,
    encoder: RowEncoder<Row>,
    row: Row,
    first: number,
  ): LogRecord {
    const at = writeRow(this.#staged, timestamp, key, encoder, row, first);
    const record = writtenRecord(this.logEndOffset, timestamp, key, this.#valueAt, at);
    this.#keep(record);
    return record;
  }

  /**
   * The record at an offset, for a reader in order: its neighbours are decoded with it.
   *
   * @throws KsqlError RECORD_DELETED or LOG_DAMAGED
   */
  get(offset: number): LogRecord {
    const known = this.#objects.find(offset);
    if (known !== undefined) return known;
    const batch = this.#batchAt(offset);
    // what is staged still grows: it is decoded one by one
    if (offset >= this.#stagedStart) return this.#loadFrom(batch, offset);
    const records = readRecords(batch.bytes, 0, batch.baseOffset, batch.count);
    this.#objects.addBatch(batch.baseOffset, records);
    return records[offset - batch.baseOffset] as LogRecord;
  }

  /** As `get`, for a reader that wants just this one. */
  load(offset: number): LogRecord {
    return this.#objects.find(offset) ?? this.#loadFrom(this.#batchAt(offset), offset);
  }

  /** Up to `max` durable records from `offset` on, keys and values as bytes. */
  committed(offset: number, max: number): readonly LogRecord[] {
    const end = Math.min(this.highWatermark, offset + max);
    const records: LogRecord[] = [];
    let at = Math.max(this.logStartOffset, offset);
    while (at < end) {
      const { baseOffset, count, bytes } = this.#batchAt(at);
      const take = Math.min(end, baseOffset + count) - at;
      const position = skipRecords(bytes, 0, at - baseOffset);
      for (const record of readRawRecords(bytes, position, at, take)) records.push(record);
      at += take;
    }
    return records;
  }

  /** What is appended from now on is of this step: if it is the first of it, `undoStep` takes it back. */
  markStep(step: number): void {
    if (this.#step === step) return;
    this.#step = step;
    this.#stepOffset = this.logEndOffset;
    this.#stepBytes = this.#staged.length();
  }

  /** Takes back what was appended in a step: nobody has read it yet. Does nothing where nothing was. */
  undoStep(step: number): void {
    if (this.#step !== step) return;
    this.#staged.truncate(this.#stepBytes);
    this.#stagedPositions = undefined;
    this.#objects.dropFrom(this.#stepOffset);
    this.logEndOffset = this.#stepOffset;
  }

  /** Lets go of the objects that all statements have passed. */
  trim(): void {
    if (this.#objects.isEmpty()) return;
    let keepFrom = this.logEndOffset;
    for (const cursor of this.cursors) if (cursor.position < keepFrom) keepFrom = cursor.position;
    this.#objects.trim(keepFrom, this.logEndOffset);
  }

  /** The staged records. Valid until the next `append` or `sealed`. */
  uncommitted(): Batch {
    return {
      baseOffset: this.#stagedStart,
      count: this.logEndOffset - this.#stagedStart,
      bytes: this.#staged.view(),
      positions: this.#stagedPositions,
    };
  }

  /** What was staged is in a commit, of which these are its bytes; they are kept until `forgetOldest`. */
  sealed(bytes: Buffer): void {
    this.#inMemory.push({ ...this.uncommitted(), bytes });
    this.#stagedStart = this.logEndOffset;
    this.#stagedPositions = undefined;
    this.#staged.reset();
  }

  /** The oldest batch in memory is read from disk from now on. */
  forgetOldest(): void {
    this.#inMemory.shift();
  }

  /** A batch is durable (or was found so at recovery). */
  markDurable(location: BatchLocation): void {
    this.#disk.markDurable(location);
    this.highWatermark = location.baseOffset + location.count;
    if (this.logEndOffset < this.highWatermark) this.#startAt(this.highWatermark);
  }

  /** Where the partition began and ended before the segment that recovery reads whole. */
  recover(logStartOffset: number, logEndOffset: number): void {
    this.logStartOffset = logStartOffset;
    this.highWatermark = logEndOffset;
    this.#startAt(logEndOffset);
  }

  /** A batch lies here now; where it lay before is to go. */
  relocate(location: BatchLocation): void {
    const others = this.#relocated.filter((batch) => !covers(location, batch));
    this.#relocated = [...others, location].sort((a, b) => a.baseOffset - b.baseOffset);
  }

  /** The batches that were written again, by offset. */
  relocated(): readonly BatchLocation[] {
    return this.#relocated;
  }

  /** Relocated batches that end at or before an offset are not needed any more. */
  dropRelocated(before: number): void {
    this.#relocated = this.#relocated.filter(({ baseOffset, count }) => baseOffset + count > before);
  }

  /** The oldest offset that a statement of this process may still ask for. */
  neededFrom(): number {
    let from = this.logEndOffset;
    for (const { position } of this.cursors) if (position < from) from = position;
    for (const oldest of this.needs) from = Math.min(from, oldest());
    return from;
  }

  #startAt(offset: number): void {
    this.logEndOffset = offset;
    this.#stagedStart = offset;
    this.#objects.startAt(offset);
  }

  #keep(record: LogRecord): void {
    this.#objects.append(record, this.logEndOffset, this.cursors.length > 0);
    this.logEndOffset++;
  }

  readonly #valueAt = (offset: number, at: number): RecordBytes => readValue(this.#batchAt(offset).bytes, at);

  #loadFrom(batch: Batch, offset: number): LogRecord {
    this.#fromDisk.keep(batch);
    const record = recordOf(batch, offset);
    if (offset >= this.#stagedStart) this.#stagedPositions = batch.positions;
    return record;
  }

  #batchAt(offset: number): Batch {
    if (offset >= this.logEndOffset) throw this.#missing(offset);
    if (offset >= this.#stagedStart) return this.uncommitted();
    const known = lastAtOrBefore(this.#inMemory, offset) ?? this.#fromDisk.find(offset);
    if (known !== undefined) return known;
    const location = this.#locate(offset);
    const { baseOffset, count } = location;
    const batch: Batch = { baseOffset, count, bytes: this.#disk.read(location), positions: undefined };
    this.#fromDisk.add(batch);
    return batch;
  }

  #locate(offset: number): BatchLocation {
    const relocated = lastAtOrBefore(this.#relocated, offset);
    if (relocated !== undefined && holds(relocated, offset)) return relocated;
    const found = this.#disk.find(offset);
    if (found === undefined) throw this.#missing(offset);
    return found;
  }

  #missing(offset: number): KsqlError {
    const where = `topic ${this.topic}, partition ${this.partition}`;
    if (offset < this.logStartOffset)
      return new KsqlError(
        'RECORD_DELETED',
        `${where}: the record at offset ${offset} is past its retention and deleted; ${this.logStartOffset} is the first that is kept`,
        {
          hint: 'Begin at a later record, or keep records for longer: --retention, or RETENTION_MS of the topic.',
        },
      );
    return new KsqlError(
      'LOG_DAMAGED',
      `${where}: no record at offset ${offset} (${this.logStartOffset} to ${this.logEndOffset})`,
    );
  }
}
