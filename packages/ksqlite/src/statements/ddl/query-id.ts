import type { DdlContext } from '../statement-handler.ts';

/** The id of the query that a statement starts: a new one (`CSAS_ORDERS_7`), or at a replay the one it got then. */
export function queryIdOf({ queries, replay }: DdlContext, prefix: string): string {
  if (replay?.queryId === undefined) return queries.newId(prefix);
  queries.reserve(replay.queryId);
  return replay.queryId;
}
