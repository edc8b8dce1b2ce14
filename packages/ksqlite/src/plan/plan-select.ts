import { analyseQuery } from '../analysis/analyse-query.ts';
import type { PlanContext } from '../analysis/plan-context.ts';
import type { Source } from '../metastore/source.ts';
import type { Query } from '../sql/ast/query.ts';
import type { PlanOptions } from './plan-from.ts';
import { type LogicalPlan, planQuery } from './plan-query.ts';

export interface PlannedSelect extends LogicalPlan {
  /** The first source of the FROM clause: a sink takes its formats and partitions from it. */
  readonly origin: Source;
}

/**
 * Analyses and plans a persistent query.
 *
 * @param name the query's id: names internal topics
 * @throws KsqlError with its place in the text, for everything that ksqlDB refuses or that is unsupported
 */
export function planSelect(context: PlanContext, query: Query, name: string): PlannedSelect {
  const analysed = analyseQuery(context, query);
  return { ...planQuery(analysed, planOptions(context, name)), origin: analysed.origin };
}

export const planOptions = ({ properties }: PlanContext, name: string): PlanOptions => ({
  name,
  emitIntervalMs: properties.outerJoinEmitIntervalMs,
});
