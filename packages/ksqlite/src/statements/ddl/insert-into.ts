import { type PlanContext, planError } from '../../analysis/plan-context.ts';
import type { KsqlError } from '../../errors/ksql-error.ts';
import type { InsertInto } from '../../sql/ast/statement.ts';
import type { QueryTopology } from '../../topology/sub-topology.ts';
import type { DdlContext, DdlHandler } from '../statement-handler.ts';
import { explicitQueryId, hasRun } from './queries/explicit-query-id.ts';
import { makeInnerTopics, planInsertInto } from './queries/plan-persistent.ts';
import { queryIdOf, queryIdPrefix } from './queries/query-id.ts';
import { startQuery } from './queries/start-query.ts';

/** INSERT INTO … SELECT: a query that writes into a stream which is there. */
export const insertIntoHandler: DdlHandler<InsertInto> = {
  role: 'ddl',
  rehearse: (context, statement) => {
    prepare(context, statement, () => context.queries.nextId(queryIdPrefix(statement)));
  },
  execute: (context, statement) => {
    const { id, planned } = prepare(context, statement, () => queryIdOf(context, statement));
    makeInnerTopics(context.log, planned);
    startQuery(context, id, planned);
    return { message: `Created query with ID ${id}`, effect: { starts: id } };
  },
};

/** All that comes before anything is changed. Throws KsqlError. @param newId of the query, where the statement names none */
function prepare(
  { log, queries, plan, replay }: DdlContext,
  statement: InsertInto,
  newId: () => string,
): { readonly id: string; readonly planned: QueryTopology } {
  const explicit = explicitQueryId(plan, statement);
  if (explicit !== undefined && queries.has(explicit)) throw idTaken(plan, statement, 'already exists.');
  const id = explicit ?? newId();
  const cache = replay?.cache ?? {};
  cache.topology ??= planInsertInto(plan, statement, id);
  const planned = cache.topology;
  if (explicit !== undefined && replay === undefined && hasRun(log, id, planned))
    throw idTaken(plan, statement, 'was a terminated query’s, whose offsets are kept: choose another one');
  return { id, planned };
}

const idTaken = (plan: PlanContext, { properties, span }: InsertInto, why: string): KsqlError =>
  planError(
    plan,
    'SQL_INVALID',
    properties[0]?.valueSpan ?? span,
    `Query ID '${String(properties[0]?.value).toUpperCase()}' ${why}`,
  );
