import { NO_HEADERS, type RecordHeader } from '../log/topics/log-record.ts';
import type { Cursor, ReadablePartition } from './cursor.ts';
import type { StreamRecord } from './stream-record.ts';

/**
 * What a sub-topology's results take over from the record that they were made of: as in Kafka Streams, its headers, and
 * whether it had a key. Of a joined record they are those of the side that came last.
 */
export class RecordOrigin {
  headers: readonly RecordHeader[] = NO_HEADERS;
  private cursor: Cursor<ReadablePartition> | undefined;
  private offset = 0;

  /** A record is at work that a cursor has just taken. */
  begin(cursor: Cursor<ReadablePartition>, { headers, offset }: StreamRecord): void {
    this.headers = headers;
    this.cursor = cursor;
    this.offset = offset;
  }

  /** No record is at work. */
  end(): void {
    this.headers = NO_HEADERS;
    this.cursor = undefined;
  }

  /** Whether the record had no key; its row does not tell that from a key of nulls. */
  hadNoKey(): boolean {
    if (this.cursor === undefined) return true;
    const { log, source } = this.cursor;
    const { key } = log.get(this.offset);
    return key === null || (source.window === undefined && source.keyCodec.decode(key) === null);
  }
}
