import { type AnalysedPull, analysePull } from '../analysis/analyse-pull.ts';
import type { FromInput, Grouping } from '../analysis/analysed-query.ts';
import type { PlanContext } from '../analysis/plan-context.ts';
import type { SortKey } from '../analysis/pull/sort-keys.ts';
import type { Column } from '../formats/codec.ts';
import type { Query } from '../sql/ast/query.ts';
import type { Filter, Project, TableLookup } from './plan-node.ts';

/** A look at a table as it is: the rows of the keys that are asked for, or all, filtered and selected. */
export interface PullPlan {
  readonly root: LookupResult;
  readonly columns: readonly (Column & { readonly key: boolean })[];
  readonly after: AfterLookup;
  readonly limit: number | undefined;
}

/** What is done with the rows that are found. */
export interface AfterLookup {
  /** `root`'s values are over the groups of what is found. */
  readonly grouping: Grouping | undefined;
  /** What they are sorted by: the last columns of `root`. */
  readonly order: readonly SortKey[];
  /** How many of the first are left out. */
  readonly offset: number;
}

export interface LookupResult extends Project {
  readonly input: TableLookup | (Filter & { readonly input: TableLookup });
}

/** Analyses and plans a pull query over a table. Throws KsqlError. */
export function planPull(context: PlanContext, query: Query, input: FromInput): PullPlan {
  const analysed = analysePull(context, query, input);
  const { columns, limit, grouping, order, offset } = analysed;
  return {
    root: lookupResult(analysed),
    columns: columns.map(({ name, type, key }) => ({ name, type, key })),
    after: { grouping, order, offset },
    limit,
  };
}

function lookupResult({ input, schema, where, columns, order, keys }: AnalysedPull): LookupResult {
  const { alias, source } = input;
  const { name, topic, partitions, window } = source;
  const lookup: TableLookup = { kind: 'TableLookup', name, alias, topic, partitions, window, keys, schema };
  return {
    kind: 'Project',
    input: where === undefined ? lookup : { kind: 'Filter', input: lookup, condition: where, schema },
    keys: [],
    values: [...columns, ...order].map((column) => ({
      name: column.name,
      type: column.type,
      expression: column.expression,
    })),
    schema: columns.map((column) => ({
      alias: '',
      name: column.name,
      type: column.type,
      role: 'value',
    })),
  };
}
