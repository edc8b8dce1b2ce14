import { schemaIdIn } from '../formats/schema-codec.ts';
import { logRecord } from '../log/topics/log-record.ts';
import { isUnreadable, NOT_YET, readSource } from '../metastore/read-source.ts';
import { columnsOf, type Source } from '../metastore/source.ts';
import { SchemaNotLoadedError } from '../schemas/schema-lookup.ts';
import type { TopicRecord } from '../topics/port.ts';
import { type ColumnDescription, describedSource } from './describe.ts';
import { rowToJavaScript } from './values/to-javascript.ts';
import type { RowArray } from './values/value.ts';

/** A record of a source's topic, as the statements over that source see it. */
export interface ReadRecord {
  /** A value a column, in the order of `RecordReader.columns`; of a deletion the key's columns alone have values. */
  readonly values: RowArray;
  /** The record's value is null: a deletion, in a table. */
  readonly deleted: boolean;
  /** ROWTIME, ms since the epoch: the record's time, or what WITH (TIMESTAMP = …) takes from its row */
  readonly timestamp: number;
  /** Of a windowed table: the bounds of the row's window, ms since the epoch. */
  readonly window: { readonly start: number; readonly end: number } | undefined;
}

/** A record that statements pass over, because its bytes are not what the source declares. */
export interface UnreadableRecord {
  /** Why, in words. */
  readonly unreadable: string;
  /** Which part of it can't be; `time`: the TIMESTAMP column holds none. */
  readonly part: 'key' | 'value' | 'time';
}

/** Reads records of a source's topic with the reader that the statements read them with. */
export interface RecordReader {
  readonly columns: readonly ColumnDescription[];
  /**
   * @param record of the source's topic; any other one is read as if it were
   * @throws SchemaNotLoadedError (`ksqlite/schemas`) while the record's schema is on its way from a registry of another process
   */
  read(record: TopicRecord): ReadRecord | UnreadableRecord;
}

export function recordReader(source: Source): RecordReader {
  const convert = rowToJavaScript(columnsOf(source).map(({ type }) => type));
  return {
    columns: describedSource(source).columns,
    read: ({ offset, timestamp, key, value, headers, partition }) => {
      const read = readSource(source, logRecord(offset, timestamp, key, value, headers), partition);
      if (read === NOT_YET) throw new SchemaNotLoadedError(schemaIdIn(value) ?? schemaIdIn(key) ?? 0);
      if (isUnreadable(read)) return read;
      return {
        values: convert(read.row),
        deleted: read.tombstone,
        timestamp: read.ts,
        window: read.window,
      };
    },
  };
}
