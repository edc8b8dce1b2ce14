import type { LogRecord } from '../log/topics/log-record.ts';
import type { PartitionLog } from '../log/topics/partition-log.ts';
import { isUnreadable, NOT_YET, readSource, type Unreadable } from '../metastore/read-source.ts';
import type { Source } from '../metastore/source.ts';
import type { StreamRecord } from './stream-record.ts';

export type OnUnreadable = (
  source: Source,
  partition: number,
  offset: number,
  reason: Unreadable,
  record: LogRecord,
) => void;

/** What a cursor goes through: a partition, or as much of it as the reader may see. */
export type ReadablePartition = Pick<
  PartitionLog,
  'topic' | 'partition' | 'keptFrom' | 'logEndOffset' | 'get' | 'load' | 'cursors'
>;

/** A task's place in one partition of one input. `position` is what will be read next after a restart. */
export class Cursor<Log extends ReadablePartition = PartitionLog> {
  position: number;
  /** The next record can't be read yet: `peek` is as if there was none. */
  waits = false;
  /** The decoded record at `position`, once `peek` has found it. */
  private head: StreamRecord | undefined;
  readonly log: Log;
  readonly source: Source;
  private readonly onUnreadable: OnUnreadable;

  constructor(log: Log, source: Source, position: number, onUnreadable: OnUnreadable) {
    this.log = log;
    this.source = source;
    this.position = position;
    this.onUnreadable = onUnreadable;
    this.open();
  }

  /** The partition keeps for it what it has not read. */
  open(): void {
    this.log.cursors.push(this);
  }

  /** The next readable record's ts, or Infinity at the end. What no one can read is reported and passed over. */
  peek(): number {
    if (this.head !== undefined) return this.head.ts;
    if (this.position < this.log.keptFrom) this.position = this.log.keptFrom;
    while (this.position < this.log.logEndOffset) {
      const record = this.log.get(this.position);
      const read = readSource(this.source, record, this.log.partition);
      if (!isUnreadable(read)) {
        this.head = read;
        this.waits = false;
        return read.ts;
      }
      if (read === NOT_YET) {
        this.waits = true;
        return Number.POSITIVE_INFINITY;
      }
      this.onUnreadable(this.source, this.log.partition, this.position, read, record);
      this.position++;
    }
    this.waits = false;
    return Number.POSITIVE_INFINITY;
  }

  /** The record `peek` found; the cursor moves on. */
  take(): StreamRecord {
    const { head } = this;
    if (head === undefined) throw new Error('take without peek');
    // to continue behind another record would lose those between silently
    if (head.offset !== this.position)
      throw new Error(
        `${this.log.topic}/${this.log.partition}: the record at offset ${this.position} says that it is ${head.offset}`,
      );
    this.head = undefined;
    this.position = head.offset + 1;
    return head;
  }

  /** The record that was taken last is to be read again. */
  rewind({ offset }: StreamRecord): void {
    this.head = undefined;
    this.position = offset;
  }

  /** Until it is opened again. */
  close(): void {
    const { cursors } = this.log;
    const at = cursors.indexOf(this);
    if (at >= 0) cursors.splice(at, 1);
  }
}
