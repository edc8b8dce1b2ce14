import type { Span } from '../../sql/ast/span.ts';
import type { JoinInput } from '../analysed-query.ts';
import { type PlanContext, refuseUnlessStored } from '../plan-context.ts';

export const IMPLICIT_REPARTITION =
  'Implicit repartitioning of windowed sources is not supported. See https://github.com/confluentinc/ksql/issues/4385.';

/** Refuses to give a windowed source another key: what comes out would have no window. Throws KsqlError. */
export function refuseWindowed(context: PlanContext, { window }: JoinInput, span: Span): void {
  if (window === undefined) return;
  refuseUnlessStored(
    context,
    span,
    IMPLICIT_REPARTITION,
    'declare a second stream on the topic, without KEY and WINDOW_TYPE, and PARTITION BY a value column of it',
  );
}
