/**
 * The tables of the part catalogue, as schema.sql has them. The first column is the key.
 */
import { z } from 'zod';
import { int, money, nullableText, rate, text, zonedTime } from './column-types.ts';

/** What becomes of a part in the shop: only active ones are offered. */
export const STATUS = { active: 1, draft: 2, suspended: 3, discontinued: 4 } as const;
export const PART_KINDS = ['body', 'engine', 'remote-control', 'wheel'] as const;
export type PartKind = (typeof PART_KINDS)[number];

export const TABLES = {
  /** Brazil's, with the rate of their sales tax in per cent */
  states: z.strictObject({ id: int, code: text, name: text, icms: rate }),
  suppliers: z.strictObject({ id: int, name: text, state_id: int }),
  statuses: z.strictObject({ id: int, name: text }),
  /** `id`: as the parts of cars have it. Parts of one `sku` have one price: the four wheels of a set. */
  parts: z.strictObject({
    id: text,
    sku: text,
    name: text,
    kind: text,
    price: money,
    supplier_id: int,
    status_id: int,
    description: nullableText,
    updated_at: zonedTime,
  }),
  part_images: z.strictObject({ id: int, part_id: text, priority: int, url: text }),
  /** `password` is a salted hash; it is never published. */
  customers: z.strictObject({ id: int, name: text, email: text, password: text }),
  watches: z.strictObject({ id: int, customer_id: int, part_id: text }),
} as const;

export type TableName = keyof typeof TABLES;
export type Row<T extends TableName = TableName> = Readonly<z.infer<(typeof TABLES)[T]>>;
export type RowKey = string | number;
/** All of them, in the order in which they are filled. */
export const TABLE_NAMES = Object.keys(TABLES) as readonly TableName[];

/** Columns that no event has: Debezium's `column.exclude.list` of this catalogue. */
export const HIDDEN_COLUMNS: ReadonlySet<string> = new Set(['customers.password']);

/** The row as events have it. */
export function publishedRow(table: TableName, row: Row | null): Readonly<Record<string, unknown>> | null {
  if (row === null || !HAS_HIDDEN.has(table)) return row;
  return Object.fromEntries(
    Object.entries(row).filter(([column]) => !HIDDEN_COLUMNS.has(`${table}.${column}`)),
  );
}

const HAS_HIDDEN: ReadonlySet<string> = new Set([...HIDDEN_COLUMNS].map((name) => name.split('.')[0] ?? ''));

/** Where the events of a table are published, with Debezium's `topic.prefix=catalogue`. */
export const changeTopic = (table: TableName): string => `${TOPIC_PREFIX}.public.${table}`;
export const TOPIC_PREFIX = 'catalogue';
