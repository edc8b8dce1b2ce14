import type { Expression, FunctionCall } from '../sql/ast/expression.ts';
import { mapExpression } from '../sql/ast/map-expression.ts';
import type { Query } from '../sql/ast/query.ts';
import { type PlanContext, planError } from './plan-context.ts';

/**
 * Refuses clauses that do not go together. Throws KsqlError.
 *
 * @returns whether the query groups
 */
export function checkClauses(context: PlanContext, query: Query): boolean {
  const refuse = (span: Query['span'], message: string, hint?: string): never => {
    throw planError(context, 'SQL_INVALID', span, message, hint);
  };
  if (query.limit !== undefined)
    refuse(query.span, 'LIMIT is for push and pull queries only.', 'leave LIMIT out');
  const grouped = query.groupBy.length > 0 || usesAggregates(context, query);
  if (query.groupBy.length === 0 && grouped)
    refuse(query.span, 'Use of aggregate functions requires a GROUP BY clause.', 'GROUP BY the key');
  if (query.window !== undefined && !grouped)
    refuse(query.window.span, 'WINDOW clause requires a GROUP BY clause.');
  // differs: having-alone
  if (query.having !== undefined && !grouped)
    refuse(query.having.span, 'HAVING clause requires a GROUP BY clause.', 'use WHERE');
  if (query.emit === 'FINAL' && query.window === undefined)
    refuse(query.span, 'EMIT FINAL is only supported for windowed aggregations.', 'use EMIT CHANGES');
  return grouped;
}

/** Whether the SELECT list calls an aggregate. */
export function usesAggregates(context: PlanContext, query: Query): boolean {
  let found = false;
  for (const item of query.select)
    if (item.kind === 'SelectExpression')
      mapExpression(item.expression, (node) => {
        found ||= isAggregateCall(context, node);
        return undefined;
      });
  return found;
}

export const isAggregateCall = (context: PlanContext, node: Expression): node is FunctionCall =>
  node.kind === 'FunctionCall' && context.functions.aggregate(node.name.text) !== undefined;
