import type { Selected } from '../analysed-query.ts';
import { type PlanContext, refuseUnlessStored } from '../plan-context.ts';
import type { BoundAggregateExpression } from './aggregate-expressions.ts';

/** Aggregates that keep one plain value for a group. All others keep a list, a map or a struct. */
const PLAIN_STATE = ['COUNT', 'MAX', 'MIN', 'SUM', 'SUM_LIST'];

/**
 * Refuses aggregates that ksqlDB can't keep the state of: it writes that in the value format of the first source. Throws
 * KsqlError.
 */
export function refuseUnkeptState(
  context: PlanContext,
  { origin }: Selected,
  calls: readonly BoundAggregateExpression[],
): void {
  if (origin.valueFormat !== 'DELIMITED') return;
  const call = calls.find(({ written }) => !PLAIN_STATE.includes(written.name.text))?.written;
  if (call === undefined) return;
  refuseUnlessStored(
    context,
    call.span,
    'One of the functions used in the statement has an intermediate type that the value format can not handle. Please remove the function or change the format.',
    `make a source in JSON first: CREATE ${origin.kind} … WITH (VALUE_FORMAT='JSON') AS SELECT * FROM ${origin.name}`,
  );
}
