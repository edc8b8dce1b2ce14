import type { Query } from '../../sql/ast/query.ts';
import { type PlanContext, refuseUnlessStored } from '../plan-context.ts';

/**
 * Refuses a GROUP BY without an aggregate, as ksqlDB's AggregateAnalyzer does.
 *
 * @param calls the aggregates of SELECT and HAVING
 * @throws KsqlError SQL_INVALID
 */
export function refuseNoAggregates(
  context: PlanContext,
  { groupBy, span }: Query,
  calls: readonly unknown[],
): void {
  if (calls.length > 0) return;
  refuseUnlessStored(
    context,
    groupBy[0]?.span ?? span,
    'GROUP BY requires aggregate functions in either the SELECT or HAVING clause.',
    'add one, such as COUNT(*)',
  );
}
