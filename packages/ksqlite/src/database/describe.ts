import type { RunningQuery } from '../engine/engine.ts';
import type { Column } from '../formats/codec.ts';
import type { Source } from '../metastore/source.ts';
import type { ProblemReason } from '../problems/problem.ts';
import type { BrokenStatement } from '../queries/broken-statements.ts';
import type { QueryError, QueryState } from '../queries/query-status.ts';
import type { ResultColumn } from '../queries/transient/transient-query.ts';
import { formatType } from '../types/sql-type.ts';

/** A column of a source or of a query's result. */
export interface ColumnDescription {
  /** As it is: upper case, unless it was declared in backticks. */
  readonly name: string;
  /** As ksqlDB prints it: `STRING`, `DECIMAL(12, 2)`, `ARRAY<BIGINT>` … */
  readonly type: string;
  /** Whether it is (part of) the key. */
  readonly key: boolean;
}

/** A stream or a table. */
export interface SourceDescription {
  readonly kind: 'STREAM' | 'TABLE';
  readonly name: string;
  readonly topic: string;
  readonly partitions: number;
  /** `KAFKA`, `JSON`, `DELIMITED` or `NONE` */
  readonly keyFormat: string;
  readonly valueFormat: string;
  /** Of a table over windows. */
  readonly window: 'TUMBLING' | 'HOPPING' | 'SESSION' | undefined;
  /** The key columns, then the value columns, then those that headers give. */
  readonly columns: readonly ColumnDescription[];
  /** Declared with CREATE SOURCE: rows can't be inserted. */
  readonly readOnly: boolean;
  /** The statement that made it. */
  readonly sql: string;
}

/** A persistent query: what CREATE … AS SELECT and INSERT INTO … SELECT start. */
export interface QueryDescription {
  /** Such as `CTAS_HEAT_1`; what TERMINATE takes. */
  readonly id: string;
  readonly sql: string;
  /** The names of the sources it reads. */
  readonly reads: readonly string[];
  /** The name of the source it writes. */
  readonly writes: string;
  readonly state: QueryState;
  /** Why it is in state ERROR; empty otherwise. */
  readonly errors: readonly QueryError[];
  /** What went wrong with records since the database was opened: how often, by reason. */
  readonly problems: Readonly<Partial<Record<ProblemReason, number>>>;
}

export const describedSource = (source: Source): SourceDescription => ({
  kind: source.kind,
  name: source.name,
  topic: source.topic,
  partitions: source.partitions,
  keyFormat: source.keyFormat,
  valueFormat: source.valueFormat,
  window: source.window?.type,
  columns: [...source.keys.map(describedKey), ...[...source.values, ...source.headers].map(describedValue)],
  readOnly: source.readOnly,
  sql: source.sql,
});

/** @param known names of all sources: a query also reads topics of its own, which are none */
export const describedQuery = (
  { id, sql, inputs, output, status, problems }: RunningQuery,
  known: ReadonlySet<string>,
): QueryDescription => ({
  id,
  sql,
  reads: [...new Set(inputs.map(({ name }) => name).filter((name) => known.has(name)))],
  writes: output.name,
  ...status(),
  problems: Object.fromEntries(problems()),
});

/** A query whose stored statement can't be executed: what it reads is not known. */
export const describedBroken = ({
  queryId,
  sql,
  sink = '',
  status,
}: BrokenStatement): readonly QueryDescription[] =>
  queryId === undefined ? [] : [{ id: queryId, sql, reads: [], writes: sink, ...status(), problems: {} }];

export const describedColumn = ({ name, type, key }: ResultColumn): ColumnDescription => ({
  name,
  type: formatType(type),
  key,
});

const describedKey = (column: Column): ColumnDescription => describedColumn({ ...column, key: true });
const describedValue = (column: Column): ColumnDescription => describedColumn({ ...column, key: false });
