import {
  encodeWindowedKey,
  isUnreadable,
  logRecord,
  partitionFor,
  type RecordBytes,
  readSource,
  type Source,
} from 'ksqlite/internals';
import type { Header } from 'ksqlite/topics';
import { columnsOf, type NaiveOutput, type NaiveRow } from './naive-row.ts';

/** A record of a topic: the whole topic is a list of them. */
export interface NaiveRecord {
  readonly cause: number;
  readonly key: RecordBytes;
  readonly value: RecordBytes;
  readonly timestamp: number;
  readonly partition: number;
  /** of a record that was sent */
  readonly headers?: readonly Header[];
}

/** A topic as a source's rows; what can't be read is passed over. */
export function readTopic(source: Source, alias: string, topic: readonly NaiveRecord[]): readonly NaiveRow[] {
  const ends = new Map<number, number>();
  return topic.flatMap(({ cause, key, value, timestamp, partition, headers }): readonly NaiveRow[] => {
    const offset = ends.get(partition) ?? 0;
    ends.set(partition, offset + 1);
    const read = readSource(source, logRecord(offset, timestamp, key, value, headers), partition);
    if (isUnreadable(read)) return [];
    const { ts, window, row, tombstone } = read;
    return [
      {
        cause,
        partition,
        ts,
        window,
        hasKey: key !== null && (source.window !== undefined || source.keyCodec.decode(key) !== null),
        key: row.slice(0, source.keys.length),
        columns: columnsOf(source, alias, read),
        isDeletion: tombstone,
      },
    ];
  });
}

/** What stands in the topic of a sink when a row was written. */
export function writeRow(
  sink: Source,
  { cause, partition, ts, window, row, isDeletion, keepsNullKey = false }: NaiveOutput,
): NaiveRecord {
  const encoded = sink.keys.length === 0 ? null : sink.keyCodec.encode(row, 0);
  const key = encoded === null && keepsNullKey ? (sink.keyOfNulls ?? null) : encoded;
  const value = isDeletion ? null : sink.valueCodec.encode(row, sink.keys.length);
  const isWindowed = sink.window !== undefined && window !== undefined && key !== null;
  return {
    cause,
    key: isWindowed ? encodeWindowedKey(Buffer.from(key as string), window, sink.window.type) : key,
    value,
    timestamp: ts,
    partition: key === null ? partition % sink.partitions : partitionFor(key, sink.partitions),
  };
}
