import type { Query } from '../../sql/ast/query.ts';
import { analyseGrouping } from '../aggregates/grouping.ts';
import type { Grouping } from '../analysed-query.ts';
import { usesAggregates } from '../clauses.ts';
import type { Schema } from '../names/schema.ts';
import type { PlanContext } from '../plan-context.ts';
import type { SelectColumn } from '../select/select-items.ts';

/**
 * GROUP BY and aggregates of a pull query over a table, an extension: they are computed over the rows as they are. Without GROUP BY all
 * rows are one group. undefined: the query has none.
 *
 * @param items the SELECT list, and what the rows are sorted by
 * @throws KsqlError
 */
export function pullGroups(
  context: PlanContext,
  query: Query,
  schema: Schema,
  items: readonly SelectColumn[],
): Grouping | undefined {
  return isGrouped(context, query) ? analyseGrouping(context, query, items, schema) : undefined;
}

export const isGrouped = (context: PlanContext, query: Query): boolean =>
  query.groupBy.length > 0 || usesAggregates(context, query);
