import type { Big } from 'big.js';

/**
 * A value in flight. The SQL type is known statically, so values carry no tag:
 *
 * | SQL type             | JavaScript                                                        |
 * |----------------------|-------------------------------------------------------------------|
 * | BOOLEAN              | boolean                                                           |
 * | INTEGER, DOUBLE      | number                                                            |
 * | BIGINT               | number while it is a safe integer, bigint beyond ±(2^53 − 1)      |
 * | DECIMAL              | Big, rounded to the type's scale                                  |
 * | STRING               | string                                                            |
 * | BYTES                | Buffer                                                            |
 * | TIMESTAMP            | number: ms since the epoch                                        |
 * | DATE                 | number: days since the epoch                                      |
 * | TIME                 | number: ms since midnight                                         |
 * | ARRAY                | SqlValue[]                                                        |
 * | MAP                  | Map, in insertion order (keys are strings in ksqlDB's JSON)       |
 * | STRUCT               | SqlValue[], one element a field, in the type's order              |
 *
 * SQL NULL is `null`, never `undefined`. Values are never mutated once made.
 */
export type SqlValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Big
  | Buffer
  | readonly SqlValue[]
  | ReadonlyMap<string, SqlValue>;

/** A row: one value a column, in the schema's order. */
export type Row = readonly SqlValue[];
