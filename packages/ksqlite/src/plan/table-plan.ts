import { endingWith } from '../operators/operator.ts';
import { tableWriter } from '../operators/tables/table-writer.ts';
import type { Query } from '../sql/ast/query.ts';
import { inheritedKeys } from './inherited-keys.ts';
import { type Planning, refusal } from './planning.ts';
import { projection } from './projection.ts';
import type { PlannedMain } from './query-plan.ts';
import { selectItems } from './select-items.ts';
import { noTableFunctions } from './table-functions.ts';
import type { TableUpstream } from './table-upstream.ts';

/** A table made of a table, or of joined ones: SELECT … WHERE …. Throws KsqlError. */
export function planTable(planning: Planning, query: Query, upstream: TableUpstream): PlannedMain {
  if (query.partitionBy.length > 0)
    throw refusal(
      planning,
      'SQL_INVALID',
      query.span,
      'Only streams support PARTITION BY.',
      'a table stays keyed by its primary key: leave PARTITION BY out',
    );
  const items = selectItems(planning, query, upstream.columns);
  noTableFunctions(planning, items, 'Table source is not supported with table functions');
  const keyItems = planning.transient ? [] : inheritedKeys(planning, query, upstream, items);
  const keys = projection(planning, keyItems, upstream.scope);
  const values = projection(
    planning,
    items.filter((item) => !keyItems.includes(item)),
    upstream.scope,
  );
  return {
    before: [],
    inputs: upstream.inputs,
    shape: { kind: 'TABLE', keys: keys.columns, values: values.columns, window: undefined },
    task: (context) => {
      const options = { keyed: keyItems.length > 0, values: values.expressions };
      const writer = tableWriter(context, options, context.write);
      const graph = upstream.task(context, writer.receive, false);
      return { ...endingWith(graph, writer), rows: writer.outputRows(graph.kept) };
    },
  };
}
