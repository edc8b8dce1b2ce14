/**
 * The embedded catalogue's own topic: one partition, a record for each row that changed, keyed by table and key, a tombstone for one
 * that was deleted; headers say which change it was. The last record of a key is the row as it is.
 */
import type { Header, OutgoingRecord, TopicRecord } from 'ksqlite/topics';
import { z } from 'zod';
import type { RowEvent } from '../../tables/row-change.ts';
import { type Row, type RowKey, TABLE_NAMES, TABLES, type TableName } from '../../tables/tables.ts';
import type { CommitPlace } from './envelope.ts';

export const ROWS_TOPIC = 'catalogue-rows';

/** What a record of the topic says. */
export interface RowRecord {
  readonly n: number;
  readonly transaction: number;
  /** ms since the epoch */
  readonly at: number;
  readonly table: TableName;
  readonly key: RowKey;
  /** undefined: it was deleted */
  readonly row: Row | undefined;
}

export const rowRecord = ({ table, key, after }: RowEvent, place: CommitPlace): OutgoingRecord => ({
  topic: ROWS_TOPIC,
  partition: 0,
  key: JSON.stringify([table, key]),
  value: after === null ? null : JSON.stringify(after),
  timestamp: place.at,
  headers: [
    { key: 'n', value: Buffer.from(String(place.n)) },
    { key: 'transaction', value: Buffer.from(String(place.transaction)) },
  ],
});

const keySchema = z.tuple([z.enum(TABLE_NAMES), z.union([z.string(), z.number()])]);
const numberSchema = z.coerce.number().int().min(1);

/** @throws ZodError for a record that the embedded catalogue did not write */
export function readRowRecord({ key, value, timestamp, headers }: TopicRecord): RowRecord {
  const [table, id] = keySchema.parse(JSON.parse(key?.toString('utf8') ?? 'null'));
  const row = value === null ? undefined : TABLES[table].parse(JSON.parse(value.toString('utf8')));
  const n = numberSchema.parse(textOf(headers, 'n'));
  const transaction = numberSchema.parse(textOf(headers, 'transaction'));
  return { n, transaction, at: timestamp, table, key: id, row };
}

/** Whether the record is one of a row; the other one says what the catalogue was made with. */
export const isRowRecord = ({ key }: TopicRecord): boolean => key?.toString('utf8') !== SETTINGS_KEY;

const settingsSchema = z.object({ parts: z.number(), seed: z.string() });
const SETTINGS_KEY = '["settings"]';

export const settingsRecord = (settings: z.infer<typeof settingsSchema>, at: number): OutgoingRecord => ({
  topic: ROWS_TOPIC,
  partition: 0,
  key: SETTINGS_KEY,
  value: JSON.stringify(settings),
  timestamp: at,
});

export const readSettings = ({ value }: TopicRecord): z.infer<typeof settingsSchema> =>
  settingsSchema.parse(JSON.parse(value?.toString('utf8') ?? 'null'));

const textOf = (headers: readonly Header[], name: string): string | undefined =>
  headers.find(({ key }) => key === name)?.value?.toString('utf8');
