import { pullSource } from '../../analysis/analyse-pull.ts';
import { type PlanContext, planError } from '../../analysis/plan-context.ts';
import type { Source } from '../../metastore/source.ts';
import type { OutputRows } from '../../operators/operator.ts';
import { planPull } from '../../plan/plan-pull.ts';
import { planPush } from '../../plan/plan-push.ts';
import { pullRows } from '../../queries/pull-rows.ts';
import type { RecordQueryOptions } from '../../queries/transient/record-query.ts';
import type { RunningTransientQuery } from '../../queries/transient/transient-query.ts';
import type { Query } from '../../sql/ast/query.ts';
import type { QueryStatement } from '../../sql/ast/statement.ts';
import { instantiateResult } from '../../topology/instantiate.ts';
import { instantiateLookup } from '../../topology/lookup.ts';
import type { QueryHandler } from '../statement-handler.ts';
import type { QueryContext } from './query-context.ts';

/** A SELECT that stands alone: with EMIT a push query, without one a pull query. */
export const queryHandler: QueryHandler<QueryStatement> = {
  role: 'query',
  construct: 'a query by itself (CREATE STREAM | TABLE … AS SELECT writes its result to a topic)',
  open: (context, { query }, plan, sql, { maxBufferedRows, deletions = false }) => {
    if (query.emit === undefined) return openPull(context, plan, query, sql);
    return startPush(context, plan, query, {
      kind: 'push',
      sql,
      offsetReset: plan.properties.pushOffsetReset,
      maxBufferedRows,
      deletions,
    });
  },
};

function startPush(
  { transient }: QueryContext,
  plan: PlanContext,
  query: Query,
  options: Omit<RecordQueryOptions, 'id' | 'plan' | 'topology'>,
): RunningTransientQuery {
  const planned = planPush(plan, query);
  return transient.start(planned, instantiateResult(plan, planned.root), options);
}

/** Of a stream all records that are there now; of a table its rows, if somebody keeps them. */
function openPull(
  context: QueryContext,
  plan: PlanContext,
  query: Query,
  sql: string,
): RunningTransientQuery {
  const { transient, settled, problems } = context;
  const input = pullSource(plan, query);
  if (input.source.kind === 'STREAM')
    return startPush(context, plan, query, {
      kind: 'pull',
      sql,
      offsetReset: 'earliest',
      maxBufferedRows: undefined,
      deletions: false,
    });
  const planned = planPull(plan, query, input);
  const lookup = instantiateLookup(plan, planned.root, input.source, planned.after);
  refuseFailed(context, plan, input);
  const rows = rowsOf(context, input.source);
  if (rows === undefined)
    throw planError(
      plan,
      'SQL_INVALID',
      input.span,
      `The \`${input.source.name}\` table isn't queryable. To derive a queryable table, you can do 'CREATE TABLE QUERYABLE_${input.source.name} AS SELECT * FROM ${input.source.name}'.`,
      'add EMIT CHANGES if you intended to issue a push query',
    );
  const find = async (queryId: string, isClosed: () => boolean) => {
    const own = problems.ofTransient(queryId, [input.source]);
    const found = await pullRows({
      lookup,
      limit: planned.limit ?? Number.POSITIVE_INFINITY,
      kept: await rows(),
      isClosed,
      onProblem: (problem) => own.atStep(problem, [input.source]),
    });
    // what is given out must not be taken back by a crash
    await settled();
    return found;
  };
  return transient.lookUp({ sql, columns: planned.columns, limit: planned.limit, find });
}

/** What a query that has failed holds in memory is not its table. */
function refuseFailed(
  { queries }: QueryContext,
  plan: PlanContext,
  { source, span }: ReturnType<typeof pullSource>,
): void {
  const failed = queries.list().find(({ output, status }) => output === source && status().errors.length > 0);
  if (failed === undefined) return;
  throw planError(
    plan,
    'SQL_INVALID',
    span,
    `Cannot get the rows of \`${source.name}\`: its query ${failed.id} was not in a running state. state: ERROR`,
    `EXPLAIN ${failed.id} says why`,
  );
}

/** The table's rows as they are once it resolves; undefined: nobody keeps them. */
function rowsOf(
  { queries, sourceTables }: QueryContext,
  source: Source,
): (() => Promise<readonly OutputRows[]>) | undefined {
  const query = queries.list().find(({ output }) => output === source);
  if (query !== undefined && query.kept.length > 0) return () => Promise.resolve(query.kept);
  if (!source.readOnly) return undefined;
  return async () => {
    const table = sourceTables.of(source);
    await table.catchUp();
    return table.kept;
  };
}
