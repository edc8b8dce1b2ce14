import { type PlanContext, planError } from '../../analysis/plan-context.ts';
import type { TopicLog } from '../../log/topic-log.ts';
import type { Source } from '../../metastore/source.ts';
import type { RunningQuery } from '../../queries/persistent-queries.ts';
import type { Query } from '../../sql/ast/query.ts';
import type { CreateAs } from '../../sql/ast/statement.ts';
import { parseStatements } from '../../sql/parser/parse.ts';
import type { QueryTopology } from '../../topology/sub-topology.ts';
import { queryUpgradeProblem } from './query-upgrade.ts';
import { upgradeSteps } from './upgrade-steps.ts';

const WAY_OUT = 'TERMINATE the query, DROP what it makes and create it again: it begins as a new one';

/**
 * The query that CREATE OR REPLACE … AS SELECT continues as another one: the one that writes its stream or table, if it runs.
 *
 * @throws KsqlError SQL_INVALID where several write it
 */
export function replacedQuery(
  plan: PlanContext,
  { name }: CreateAs,
  queries: readonly RunningQuery[],
): RunningQuery | undefined {
  const writers = queries.filter(({ output }) => output.name === name.text);
  if (writers.length > 1)
    throw planError(
      plan,
      'SQL_INVALID',
      name.span,
      `REPLACE for sink \`${name.text}\` is not supported because there are multiple queries writing into it: [${writers.map(({ id }) => id).join(', ')}]`,
      'TERMINATE all of them but one',
    );
  return writers[0];
}

/**
 * Throws KsqlError where the query can't continue as the other one over its state and its offsets: SQL_INVALID where it can't in
 * ksqlDB either.
 */
export function refuseUpgrade(
  plan: PlanContext,
  log: TopicLog,
  { name, query }: CreateAs,
  running: RunningQuery,
  to: QueryTopology,
): void {
  if (running.plan.input.kind === 'TableProject' && running.status().errors.length > 0)
    throw planError(
      plan,
      'SQL_UNSUPPORTED',
      name.span,
      `CREATE OR REPLACE of ${running.id}, which has failed: what it kept is in the folder alone`,
      WAY_OUT,
    );
  const problem = queryUpgradeProblem(
    upgradeSteps({ ...running, query: queryOf(running) }, plan),
    upgradeSteps({ ...to, query, inputs: to.subTopologies.flatMap(({ inputs }) => inputs) }, plan),
  );
  if (problem !== undefined) throw planError(plan, 'SQL_INVALID', name.span, problem, WAY_OUT);
  running.subTopologies.forEach(({ name: part, inputs }, i) => {
    for (const [j, input] of inputs.entries()) {
      if (fits(log, `${running.id}/${part}`, input, to.subTopologies[i]?.inputs[j])) continue;
      throw planError(
        plan,
        'SQL_UNSUPPORTED',
        name.span,
        `CREATE OR REPLACE of a query over other columns of ${input.name}`,
        WAY_OUT,
      );
    }
  });
}

/**
 * Whether what was kept or is under way of an input can be read as the other one's: a table's rows where columns were only added
 * behind the others, records of an internal topic where each column still has its name.
 */
function fits(log: TopicLog, group: string, from: Source, to: Source | undefined): boolean {
  if (to === undefined) return false;
  if (from.kind === 'TABLE')
    return from.values.length === to.values.length || from.headers.length + to.headers.length === 0;
  const stays = from.values.every(({ name }) => to.values.some((column) => column.name === name));
  return stays || from.topic !== to.topic || isRead(log, group, from.topic);
}

const isRead = (log: TopicLog, group: string, topic: string): boolean =>
  (log.topics.get(topic)?.partitions ?? []).every(
    ({ partition, logEndOffset }) => (log.offset(group, topic, partition)?.offset ?? 0) >= logEndOffset,
  );

function queryOf({ id, sql }: RunningQuery): Query {
  const statement = parseStatements(sql)[0]?.statement;
  if (statement === undefined || !('query' in statement)) throw new Error(`${id} has no query: ${sql}`);
  return statement.query;
}
