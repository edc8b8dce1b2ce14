import type { RecordReader } from '../database/record-reader.ts';
import type { RowObject } from '../database/values/value.ts';
import type { TopicRecord } from '../topics/port.ts';

/** A record of a source's topic, decoded. */
export interface DrivenRow {
  /** The key columns by name. */
  readonly key: RowObject;
  /** The value columns by name; null: a deletion. */
  readonly value: RowObject | null;
  /** Of a windowed table: the bounds of the window, ms since the epoch; a session's end is its last record. */
  readonly window: { readonly start: number; readonly end: number } | undefined;
  /** ROWTIME, ms since the epoch */
  readonly timestamp: number;
  readonly headers: TopicRecord['headers'];
  readonly partition: number;
  readonly offset: number;
}

/** @throws Error for a record that the source's statements can't read */
export function drivenRow(reader: RecordReader, record: TopicRecord): DrivenRow {
  const { topic, partition, offset, headers } = record;
  const read = reader.read(record);
  if ('unreadable' in read)
    throw new Error(`${topic}, partition ${partition}, offset ${offset}: ${read.unreadable}`);
  const part = (isKey: boolean): RowObject =>
    Object.fromEntries(
      reader.columns.flatMap(({ name, key }, i) => (key === isKey ? [[name, read.values[i] ?? null]] : [])),
    );
  const { deleted, window, timestamp } = read;
  return {
    key: part(true),
    value: deleted ? null : part(false),
    window,
    timestamp,
    headers,
    partition,
    offset,
  };
}

/** The newest row of each key and window, in the order in which keys came first, as `SELECT *` gives a table's rows. */
export function newestRows(rows: readonly DrivenRow[]): readonly RowObject[] {
  const newest = new Map<string, RowObject | null>();
  for (const { key, value, window } of rows) {
    const bounds: RowObject =
      window === undefined ? {} : { WINDOWSTART: window.start, WINDOWEND: window.end };
    const id = JSON.stringify([key, bounds], (_, part) => (typeof part === 'bigint' ? `${part}n` : part));
    newest.set(id, value === null ? null : { ...key, ...bounds, ...value });
  }
  return [...newest.values()].filter((row) => row !== null);
}
