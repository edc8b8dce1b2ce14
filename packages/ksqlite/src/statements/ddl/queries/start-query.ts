import type { QueryTopology } from '../../../topology/sub-topology.ts';
import type { DdlContext } from '../../statement-handler.ts';

/** Starts the query of a statement; of one that is executed again as it was left: paused, where it was. */
export function startQuery(
  { queries, plan, sql, replay }: DdlContext,
  id: string,
  topology: QueryTopology,
): void {
  queries.start(topology, {
    id,
    sql,
    offsetReset: plan.properties.offsetReset,
    closeAfterMs: plan.properties.closeAfterMs,
    isStored: replay !== undefined,
    isPaused: replay?.paused === true,
  });
}
