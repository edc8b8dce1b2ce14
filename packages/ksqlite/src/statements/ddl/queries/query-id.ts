import type { CreateAs, InsertInto } from '../../../sql/ast/statement.ts';
import type { DdlContext } from '../../statement-handler.ts';

/** What the ids of a statement's queries begin with: `CSAS_ORDERS`, `CTAS_TOTALS`, `INSERTQUERY`. */
export const queryIdPrefix = (statement: CreateAs | InsertInto): string =>
  statement.kind === 'InsertInto'
    ? 'INSERTQUERY'
    : `${statement.sourceKind === 'STREAM' ? 'CSAS' : 'CTAS'}_${statement.name.text.toUpperCase()}`;

/** The id of the query that a statement starts: a new one (`CSAS_ORDERS_7`), or at a replay the one it got then. */
export function queryIdOf({ queries, replay }: DdlContext, statement: CreateAs | InsertInto): string {
  if (replay?.queryId === undefined) return queries.newId(queryIdPrefix(statement));
  queries.reserve(replay.queryId);
  return replay.queryId;
}
