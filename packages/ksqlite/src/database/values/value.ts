/**
 * A value as callers of `Database` see it: what `query` gives and `insert` takes.
 *
 * | SQL type        | given                                                    | taken as well                     |
 * |-----------------|----------------------------------------------------------|-----------------------------------|
 * | BOOLEAN         | boolean                                                  |                                   |
 * | INTEGER         | number                                                   | bigint                            |
 * | BIGINT          | number while it is a safe integer, bigint beyond ±(2⁵³−1) |                                   |
 * | DOUBLE          | number                                                   | bigint                            |
 * | DECIMAL(p, s)   | its exact digits as text: `'12.50'`                      | number, bigint                    |
 * | VARCHAR         | string                                                   |                                   |
 * | BYTES           | Buffer                                                   | Uint8Array, base64 text           |
 * | TIMESTAMP       | text in UTC: `'2026-05-26T01:34:20.123'`                 | with an offset, or cut short      |
 * | DATE            | text: `'2026-05-26'`                                     | cut short: `'2026-05'`            |
 * | TIME            | text: `'01:34'` or `'01:34:20'`, as ksqlDB's API gives it | with a fraction: `'01:34:20.123'` |
 * | ARRAY           | array                                                    |                                   |
 * | MAP             | plain object                                             |                                   |
 * | STRUCT          | plain object, by field name                              | fields may be missing: NULL       |
 *
 * SQL NULL is `null`; `insert` takes `undefined` for it, too.
 */
export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | Buffer
  | readonly Value[]
  | { readonly [name: string]: Value };

/** A row by column name. */
export type RowObject = Readonly<Record<string, Value>>;

/** A row as a list, in the order of its columns. */
export type RowArray = readonly Value[];
