import { type PlanContext, planError } from '../../analysis/plan-context.ts';
import type { KsqlError } from '../../errors/ksql-error.ts';
import type { InsertInto } from '../../sql/ast/statement.ts';
import type { DdlHandler } from '../statement-handler.ts';
import { explicitQueryId, hasRun } from './queries/explicit-query-id.ts';
import { makeInnerTopics, planInsertInto } from './queries/plan-persistent.ts';
import { queryIdOf, queryIdPrefix } from './queries/query-id.ts';
import { startQuery } from './queries/start-query.ts';

/** INSERT INTO … SELECT: a query that writes into a stream which is there. */
export const insertIntoHandler: DdlHandler<InsertInto> = {
  role: 'ddl',
  rehearse: ({ queries, plan }, statement) => {
    planInsertInto(
      plan,
      statement,
      explicitQueryId(plan, statement) ?? queries.nextId(queryIdPrefix(statement)),
    );
  },
  execute: (context, statement) => {
    const { log, queries, plan, replay } = context;
    const explicit = explicitQueryId(plan, statement);
    if (explicit !== undefined && queries.has(explicit)) throw idTaken(plan, statement, 'already exists.');
    const id = explicit ?? queryIdOf(context, statement);
    const cache = replay?.cache ?? {};
    cache.topology ??= planInsertInto(plan, statement, id);
    const planned = cache.topology;
    makeInnerTopics(log, planned);
    if (explicit !== undefined && replay === undefined && hasRun(log, id, planned))
      throw idTaken(plan, statement, 'was a terminated query’s, whose offsets are kept: choose another one');
    startQuery(context, id, planned);
    return { message: `Created query with ID ${id}`, effect: { starts: id } };
  },
};

const idTaken = (plan: PlanContext, { properties, span }: InsertInto, why: string): KsqlError =>
  planError(
    plan,
    'SQL_INVALID',
    properties[0]?.valueSpan ?? span,
    `Query ID '${String(properties[0]?.value).toUpperCase()}' ${why}`,
  );
