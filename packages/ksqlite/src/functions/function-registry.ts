import type { AggregateFunction } from './aggregate-function.ts';
import type { ScalarFunction } from './scalar-function.ts';
import type { TableFunction } from './table-function.ts';

/** The functions a statement may call. Names are upper case. */
export interface FunctionRegistry {
  scalar(name: string): ScalarFunction | undefined;
  aggregate(name: string): AggregateFunction | undefined;
  table(name: string): TableFunction | undefined;
  readonly scalars: readonly ScalarFunction[];
  readonly aggregates: readonly AggregateFunction[];
  readonly tables: readonly TableFunction[];
}

/** A registry of the given functions; a later one of the same name wins, so that users may replace built-ins. */
export function functionRegistry(
  scalars: readonly ScalarFunction[],
  aggregates: readonly AggregateFunction[],
  tables: readonly TableFunction[] = [],
): FunctionRegistry {
  const scalarByName = new Map(scalars.map((f) => [f.name, f]));
  const aggregateByName = new Map(aggregates.map((f) => [f.name, f]));
  const tableByName = new Map(tables.map((f) => [f.name, f]));
  return {
    scalar: (name) => scalarByName.get(name),
    aggregate: (name) => aggregateByName.get(name),
    table: (name) => tableByName.get(name),
    scalars: [...scalarByName.values()],
    aggregates: [...aggregateByName.values()],
    tables: [...tableByName.values()],
  };
}
