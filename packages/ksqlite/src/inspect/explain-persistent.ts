/**
 * EXPLAIN of CREATE … AS SELECT and INSERT INTO … SELECT that are not run. The statement is planned with its sink, so what
 * would be refused is refused, and nothing is made. ksqlDB executes it in a sandbox (ExplainExecutor).
 */
import { type PlanContext, planError } from '../analysis/plan-context.ts';
import type { CreateAs, InsertInto } from '../sql/ast/statement.ts';
import { existsAlready } from '../statements/ddl/existing-source.ts';
import { explicitQueryId } from '../statements/ddl/queries/explicit-query-id.ts';
import { planCreateAs, planInsertInto } from '../statements/ddl/queries/plan-persistent.ts';
import { queryIdPrefix } from '../statements/ddl/queries/query-id.ts';
import type { QueryTopology } from '../topology/sub-topology.ts';
import { describePersistent, type QueryDescription } from './explain.ts';
import type { Inspected } from './inspected.ts';

/**
 * What the query of a statement would be, with the id that it would get.
 *
 * @param sql the statement's text, without EXPLAIN
 * @throws KsqlError as the statement itself would
 */
export function explainPersistent(
  engine: Inspected,
  plan: PlanContext,
  statement: CreateAs | InsertInto,
  sql: string,
): QueryDescription {
  const explicit = statement.kind === 'InsertInto' ? explicitQueryId(plan, statement) : undefined;
  const id = explicit ?? engine.nextQueryId(queryIdPrefix(statement));
  const { plan: root, output } = topologyOf(engine, plan, statement, sql, id);
  return describePersistent({ id, sql, plan: root, output });
}

function topologyOf(
  { log }: Inspected,
  plan: PlanContext,
  statement: CreateAs | InsertInto,
  sql: string,
  id: string,
): QueryTopology {
  if (statement.kind === 'InsertInto') return planInsertInto(plan, statement, id);
  if (existsAlready(plan, statement))
    throw planError(
      plan,
      'SQL_INVALID',
      statement.name.span,
      'The provided statement did not run a ksql query',
      `${statement.name.text} exists already, and IF NOT EXISTS leaves it as it is`,
    );
  return planCreateAs(plan, log, statement, sql, id);
}
