import type { Query } from '../../sql/ast/query.ts';
import type { ResultColumns } from '../analysed-query.ts';
import { type PlanContext, refuseUnlessStored } from '../plan-context.ts';

/** Refuses a SELECT list that holds nothing but the key. Throws KsqlError. */
export function refuseNoValues(
  context: PlanContext,
  { select, span }: Query,
  { keys, values }: ResultColumns,
): void {
  if (values.length > 0) return;
  const start = select[0]?.span.start ?? span.start;
  const end = select.at(-1)?.span.end ?? span.end;
  const [key] = keys;
  refuseUnlessStored(
    context,
    { start, end },
    'The projection contains no value columns.',
    key && `add a column, or a copy of the key: AS_VALUE(${key.name}) AS …`,
  );
}
