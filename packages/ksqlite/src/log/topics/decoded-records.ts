import type { MemoryLimits } from '../../memory-limits.ts';
import type { LogRecord } from './log-record.ts';

/** Those that all statements have passed are let go one by one, so that none lives as long as its batch. */
interface DecodedBatch {
  readonly baseOffset: number;
  readonly records: (LogRecord | undefined)[];
  /** how many have been let go */
  passed: number;
}

/**
 * The records of one partition that are in memory as objects: the tail of what was appended, as far as statements have not
 * passed it, and batches that were decoded for a reader in order. All others are bytes.
 *
 * What must stay true: the tail has no gap. Once a record was left out, because too many were unread, none is kept until
 * the statements have passed those before it.
 */
export class DecodedRecords {
  readonly #limits: MemoryLimits;
  #tail: LogRecord[] = [];
  #tailStart = 0;
  /** newest at the end */
  #batches: DecodedBatch[] = [];

  constructor(limits: MemoryLimits) {
    this.#limits = limits;
  }

  isEmpty(): boolean {
    return this.#tail.length === 0 && this.#batches.length === 0;
  }

  /** The record, if it is in memory as an object. */
  find(offset: number): LogRecord | undefined {
    if (offset >= this.#tailStart) {
      const inTail = this.#tail[offset - this.#tailStart];
      if (inTail !== undefined) return inTail;
    }
    for (const { baseOffset, records } of this.#batches) {
      const index = offset - baseOffset;
      const known = index >= 0 && index < records.length ? records[index] : undefined;
      if (known !== undefined) return known;
    }
    return undefined;
  }

  /**
   * A record was appended.
   *
   * @param offset the record's
   * @param isRead whether a statement reads this partition
   */
  append(record: LogRecord, offset: number, isRead: boolean): void {
    const tail = this.#tail;
    if (tail.length === 0) this.#tailStart = offset;
    const isNext = offset - this.#tailStart === tail.length;
    const isWanted = isRead && tail.length < this.#limits.unreadRecords;
    if (isWanted && isNext) tail.push(record);
  }

  /** What was appended from an offset on is taken back. */
  dropFrom(offset: number): void {
    const keep = offset - this.#tailStart;
    if (keep < this.#tail.length) this.#tail = this.#tail.slice(0, Math.max(0, keep));
  }

  /** A whole batch was decoded; of several the oldest goes. */
  addBatch(baseOffset: number, records: LogRecord[]): void {
    this.#batches.push({ baseOffset, records, passed: 0 });
    if (this.#batches.length > this.#limits.decodedBatches) this.#batches.shift();
  }

  /**
   * All statements have passed what lies before an offset.
   *
   * @param logEndOffset where the partition ends
   */
  trim(keepFrom: number, logEndOffset: number): void {
    for (const batch of this.#batches) {
      const passed = Math.min(keepFrom - batch.baseOffset, batch.records.length);
      while (batch.passed < passed) batch.records[batch.passed++] = undefined;
    }
    while (this.#batches[0] !== undefined && this.#batches[0].passed === this.#batches[0].records.length)
      this.#batches.shift();
    const drop = keepFrom - this.#tailStart;
    if (keepFrom === logEndOffset) this.#tail = [];
    else if (drop >= this.#limits.trimmedRecords) this.#tail = this.#tail.slice(drop);
    else return;
    this.#tailStart = keepFrom;
  }

  /** The partition was found to end at an offset: nothing before it is here. */
  startAt(offset: number): void {
    this.#tailStart = offset;
  }
}
