import type { SqlValue, types } from 'ksqlite';
import type { Source, StreamRecord, WindowBounds } from 'ksqlite/internals';

/** What expressions may name, by `ALIAS.COLUMN`. A column that is not there is NULL. */
export type Columns = ReadonlyMap<string, SqlValue>;
/** The types of the same names. */
export type ColumnTypes = ReadonlyMap<string, types.SqlType>;

/** A record of a topic, read under a name. */
export interface NaiveRow {
  /** The record that was sent last before it came about, by its place in the program; Infinity: made when all windows were closed. */
  readonly cause: number;
  /** Where it lies in its topic. */
  readonly partition: number;
  readonly ts: number;
  readonly window: WindowBounds | undefined;
  /** It has a key, if one of nulls. */
  readonly hasKey: boolean;
  /** The values of the key columns. */
  readonly key: readonly SqlValue[];
  readonly columns: Columns;
  /** The record had no value: a table's row is deleted, a stream's record says nothing. */
  readonly isDeletion: boolean;
}

/** A row that a statement writes, as the columns of its sink. */
export interface NaiveOutput {
  readonly cause: number;
  /** Where it was made: where it goes when it has no key. */
  readonly partition: number;
  readonly ts: number;
  readonly window: WindowBounds | undefined;
  /** A key of which all columns are null is written; default: there is none then. */
  readonly keepsNullKey?: boolean;
  /** The sink's key columns, then its value columns unless it is a deletion. */
  readonly row: readonly SqlValue[];
  readonly isDeletion: boolean;
}

const BIGINT: types.SqlType = { kind: 'BIGINT' };

/** The types of a source's columns under an alias. */
export const typesOf = (source: Source, alias: string): ColumnTypes =>
  new Map<string, types.SqlType>([
    ...['ROWTIME', 'ROWOFFSET', 'WINDOWSTART', 'WINDOWEND'].map(
      (name) => [`${alias}.${name}`, BIGINT] as const,
    ),
    ...[...source.keys, ...source.values, ...source.headers].map(
      ({ name, type }) => [`${alias}.${name}`, type] as const,
    ),
  ]);

/** The values of a record's columns under an alias. */
export function columnsOf(source: Source, alias: string, { ts, offset, window, row }: StreamRecord): Columns {
  const columns = new Map<string, SqlValue>([
    [`${alias}.ROWTIME`, ts],
    [`${alias}.ROWOFFSET`, offset],
    [`${alias}.WINDOWSTART`, window?.start ?? null],
    [`${alias}.WINDOWEND`, window?.end ?? null],
  ]);
  [...source.keys, ...source.values, ...source.headers].forEach(({ name }, i) => {
    columns.set(`${alias}.${name}`, row[i] ?? null);
  });
  return columns;
}

/** A row as it is seen at another time. */
export const atTime = (columns: Columns, alias: string, ts: number): Columns =>
  new Map([...columns, [`${alias}.ROWTIME`, ts]]);

/** A row that went through an internal topic: in its JSON a zero has no sign. */
export const throughTopic = (columns: Columns): Columns =>
  new Map([...columns].map(([name, value]) => [name, withoutSignedZeros(value)]));

export function withoutSignedZeros(value: SqlValue): SqlValue {
  if (Object.is(value, -0)) return 0;
  if (Array.isArray(value)) return value.map(withoutSignedZeros);
  if (value instanceof Map) return new Map([...value].map(([name, one]) => [name, withoutSignedZeros(one)]));
  return value;
}
