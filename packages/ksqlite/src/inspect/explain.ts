import { pullSource } from '../analysis/analyse-pull.ts';
import { analysePush } from '../analysis/analyse-query.ts';
import type { PlanContext } from '../analysis/plan-context.ts';
import { formatPlan } from '../plan/format-plan.ts';
import type { PlanNode, ResultNode } from '../plan/plan-node.ts';
import { planQuery } from '../plan/plan-query.ts';
import { planOptions, planSelect } from '../plan/plan-select.ts';
import type { BrokenStatement } from '../queries/broken-statements.ts';
import type { RunningQuery } from '../queries/persistent-queries.ts';
import type { QueryError, QueryState } from '../queries/query-status.ts';
import type { Query } from '../sql/ast/query.ts';
import { formatTopology } from '../topology/format-topology.ts';
import { isRepartition, splitPlan } from '../topology/split-plan.ts';
import { type FieldInfo, fieldInfos } from './field-info.ts';
import { type Inspected, knownSources } from './inspected.ts';
import { queryOffsets } from './query-offsets.ts';
import { storedText } from './stored/stored-statement.ts';

export interface QueryDescription {
  readonly id: string;
  readonly statementText: string;
  readonly windowType: string | null;
  readonly fields: readonly FieldInfo[];
  readonly sources: readonly string[];
  readonly sinks: readonly string[];
  /** The query's sub-topologies, and the topics between them. */
  readonly topology: string;
  /** The plan: the last step first, with the schema of each. */
  readonly executionPlan: string;
  readonly overriddenProperties: Readonly<Record<string, string>>;
  /** What went wrong with records since the query was started, by reason. Not in ksqlDB. */
  readonly processingErrors?: Readonly<Record<string, number>>;
  readonly queryType: 'PERSISTENT' | 'PUSH';
  readonly tasksMetadata: readonly TaskMetadata[];
  readonly consumerGroupId: string;
  readonly state: QueryState | null;
  readonly queryErrors: readonly QueryError[];
}

interface TaskMetadata {
  readonly taskId: string;
  readonly topicOffsets: readonly {
    readonly topicPartitionEntity: { readonly topic: string; readonly partition: number };
    readonly endOffset: number;
    readonly committedOffset: number;
  }[];
  readonly timeCurrentIdlingStarted: null;
}

/** EXPLAIN of a running query. */
export function explainRunning(
  engine: Inspected,
  query: RunningQuery,
  properties: Readonly<Record<string, string>> = {},
): QueryDescription {
  const { state, errors } = query.status();
  return {
    ...describePersistent({ ...query, sql: storedText(query.sql, knownSources(engine)) }),
    overriddenProperties: properties,
    tasksMetadata: tasksOf(engine, query),
    state,
    queryErrors: errors,
    processingErrors: Object.fromEntries(query.problems()),
  };
}

/** EXPLAIN of the query of a stored statement that can't be executed: why is all that can be told. */
export function explainBroken({ queryId = '', sql, sink, status }: BrokenStatement): QueryDescription {
  const { state, errors } = status();
  return {
    id: queryId,
    statementText: sql,
    windowType: null,
    fields: [],
    sources: [],
    sinks: sink === undefined ? [] : [sink],
    topology: '',
    executionPlan: '',
    overriddenProperties: {},
    queryType: 'PERSISTENT',
    tasksMetadata: [],
    consumerGroupId: queryId,
    state,
    queryErrors: errors,
  };
}

/** A persistent query as it is planned, of which nothing is known to run. */
export function describePersistent({
  id,
  sql,
  output,
  plan,
}: Pick<RunningQuery, 'id' | 'sql' | 'output' | 'plan'>): QueryDescription {
  return {
    id,
    statementText: sql,
    windowType: output.window?.type ?? null,
    fields: fieldInfos(output.keys, output.values),
    sources: sourceNames(plan.input),
    sinks: [output.name],
    topology: formatTopology(plan),
    executionPlan: formatPlan(plan),
    overriddenProperties: {},
    queryType: 'PERSISTENT',
    tasksMetadata: [],
    consumerGroupId: id,
    state: null,
    queryErrors: [],
  };
}

/**
 * EXPLAIN of a SELECT that is not run, with the plan of this engine (differs: own-plans). Throws KsqlError where the query is refused.
 *
 * @param context with `transient` where the SELECT stands alone
 */
export function explainQuery(context: PlanContext, query: Query, sql: string, id: string): QueryDescription {
  const { root, shape } = context.transient
    ? planQuery(analysePush(context, asPush(context, query)), planOptions(context, id))
    : planSelect(context, { ...query, limit: undefined }, id);
  return {
    id,
    statementText: sql,
    windowType: shape.window?.type ?? null,
    fields: fieldInfos([...shape.keys, ...(context.transient ? shownKeys(root) : [])], shape.values),
    sources: sourceNames(root),
    sinks: [],
    topology: formatTopology(root),
    executionPlan: formatPlan(root),
    overriddenProperties: {},
    queryType: 'PUSH',
    tasksMetadata: [],
    consumerGroupId: id,
    state: null,
    queryErrors: [],
  };
}

/** As ksqlDB: a pull query that is valid is explained as the push query over the same rows. Throws KsqlError. */
function asPush(context: PlanContext, query: Query): Query {
  if (query.emit !== undefined) return query;
  pullSource(context, query);
  const { orderBy, offset, ...rows } = query;
  return { ...rows, limit: undefined };
}

/** The columns of a client's rows that are the key: ksqlDB tells of them as keys first, and then among all columns. */
function shownKeys({ input, values }: ResultNode): ResultNode['values'] {
  const keys = input.schema.filter(({ role }) => role === 'key');
  return values.filter(
    ({ expression }) =>
      expression.kind === 'ColumnReference' && keys.some(({ name }) => name === expression.name.text),
  );
}

/** Those that are streams or tables: what lies between the sub-topologies of a query has no name of its own. */
function sourceNames(plan: ResultNode): readonly string[] {
  const leaves = splitPlan(plan).flatMap((part) => part.leaves);
  return [
    ...new Set(
      leaves.flatMap((leaf: PlanNode) => ('topic' in leaf && !isRepartition(leaf) ? [leaf.name] : [])),
    ),
  ];
}

function tasksOf({ log }: Inspected, query: RunningQuery): readonly TaskMetadata[] {
  const tasks = new Map<string, TaskMetadata['topicOffsets'][number][]>();
  queryOffsets(log, query).forEach(({ topicSummaries }, subTopology) => {
    for (const { kafkaTopic, offsets } of topicSummaries)
      for (const { partition, logEndOffset, consumerOffset } of offsets) {
        const id = `${subTopology}_${partition}`;
        tasks.set(id, [
          ...(tasks.get(id) ?? []),
          {
            topicPartitionEntity: { topic: kafkaTopic, partition },
            endOffset: logEndOffset,
            committedOffset: consumerOffset,
          },
        ]);
      }
  });
  return [...tasks].map(([taskId, topicOffsets]) => ({
    taskId,
    topicOffsets,
    timeCurrentIdlingStarted: null,
  }));
}
