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
  refuseSorting(context, query);
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

/** ORDER BY and OFFSET, where there is no end to sort to, or ksqlDB's SQL alone is wanted: it knows no such words. Throws KsqlError. */
export function refuseSorting(
  context: PlanContext,
  { orderBy, offset }: Query,
  hint = 'it is for pull queries over tables: a stream is in the order of its records',
): void {
  const [word, clause] = orderBy === undefined ? ['OFFSET', offset] : ['ORDER BY', orderBy];
  if (clause === undefined) return;
  throw planError(context, 'SQL_SYNTAX', clause.span, `unexpected ${word}`, hint);
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
