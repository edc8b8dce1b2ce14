import { planError } from '../../analysis/plan-context.ts';
import type { RunningQuery } from '../../queries/persistent-queries.ts';
import type { CreateAs } from '../../sql/ast/statement.ts';
import type { QueryTopology } from '../../topology/sub-topology.ts';
import type { DdlContext, DdlHandler } from '../statement-handler.ts';
import { refuseReplacing } from '../upgrade/refuse-replacing.ts';
import { refuseUpgrade, replacedQuery } from '../upgrade/replaced-query.ts';
import { existsAlready } from './existing-source.ts';
import { makeInnerTopics, planCreateAs } from './queries/plan-persistent.ts';
import { queryIdOf, queryIdPrefix } from './queries/query-id.ts';
import { startQuery } from './queries/start-query.ts';
import { checkSourceTopic, makeSourceTopic } from './source-topic.ts';

/**
 * CREATE [OR REPLACE] STREAM | TABLE … AS SELECT: a source and the query that fills it. With OR REPLACE a query that fills it
 * already continues as this one: under its id, so over its state and from its offsets.
 */
export const createAsHandler: DdlHandler<CreateAs> = {
  role: 'ddl',
  rehearse: (context, statement) => {
    const prepared = prepare(context, statement, () => context.queries.nextId(queryIdPrefix(statement)));
    if (prepared !== undefined)
      checkSourceTopic(context.plan, context.log, prepared.planned.output, statement);
  },
  execute: (context, statement) => {
    const { log, metastore, queries, plan, replay } = context;
    const name = statement.name.text;
    const prepared = prepare(context, statement, () => queryIdOf(context, statement));
    if (prepared === undefined) return { message: `${name} exists already`, effect: undefined };
    const { id, planned, replaced } = prepared;
    makeSourceTopic(plan, log, planned.output, statement);
    makeInnerTopics(log, planned);
    const reads = planned.subTopologies.flatMap(({ inputs }) => inputs.map((input) => input.name));
    metastore.put(planned.output, reads);
    if (replaced !== undefined) queries.detach(id);
    if (replay?.stopped !== true) startQuery(context, id, planned);
    return { message: `Created query with ID ${id}`, effect: { creates: name, starts: id } };
  },
};

interface Prepared {
  readonly id: string;
  readonly planned: QueryTopology;
  /** The query that continues as this one. */
  readonly replaced: RunningQuery | undefined;
}

/**
 * All that comes before anything is changed; undefined: it exists already. Throws KsqlError.
 *
 * @param newId of the query, where it continues no other one
 */
function prepare(context: DdlContext, statement: CreateAs, newId: () => string): Prepared | undefined {
  const { log, queries, plan, sql, replay } = context;
  const name = statement.name.text;
  if (replay === undefined) context.broken.refuseName(name, plan.at(statement.name.span));
  if (existsAlready(plan, statement)) return undefined;
  // of those that were replaced a replay starts the last one alone
  const replaced = replay === undefined ? replacedQuery(plan, statement, queries.list()) : undefined;
  const id = replaced?.id ?? newId();
  const cache = replay?.cache ?? {};
  cache.topology ??= planCreateAs(plan, log, statement, sql, id);
  const planned = cache.topology;
  if (planned.subTopologies.some(({ inputs }) => inputs.some((input) => input.name === name)))
    throw planError(
      plan,
      'SQL_INVALID',
      statement.query.span,
      `Source name '${name}' should not be referenced itself.`,
      `name in FROM what ${name} is made of`,
    );
  refuseReplacing(plan, statement, planned.output);
  if (replaced !== undefined) refuseUpgrade(plan, log, statement, replaced, planned);
  return { id, planned, replaced };
}
