import { pullSource } from '../../../src/analysis/analyse-pull.ts';
import { type PlanContext, planContext } from '../../../src/analysis/plan-context.ts';
import { streamsProperties } from '../../../src/analysis/streams-properties.ts';
import { builtinFunctions } from '../../../src/functions/builtin-functions.ts';
import type { TopicLog } from '../../../src/log/topic-log.ts';
import { Metastore } from '../../../src/metastore/metastore.ts';
import type { ResultNode, Sink } from '../../../src/plan/plan-node.ts';
import { planPull } from '../../../src/plan/plan-pull.ts';
import { planPush } from '../../../src/plan/plan-push.ts';
import type { Statement } from '../../../src/sql/ast/statement.ts';
import { parseStatements } from '../../../src/sql/parser/parse.ts';
import { createSource } from '../../../src/statements/ddl/create-source.ts';
import { planCreateAs, planInsertInto } from '../../../src/statements/ddl/queries/plan-persistent.ts';
import type { QueryTopology } from '../../../src/topology/sub-topology.ts';

/** Plans statements, over sources that have no topics: nothing is read, nothing is written. */
export interface PlanningBench {
  /** The plan of CREATE … AS SELECT (its query is Q_1), INSERT INTO … SELECT, or of a SELECT alone. */
  plan(sql: string): Sink | ResultNode;
  topology(sql: string): QueryTopology;
  context(sql: string): PlanContext;
}

/** A log without topics: statements are planned, none is carried out. */
const NO_LOG = { topics: new Map() } as unknown as TopicLog;

/** @param sources CREATE STREAM, CREATE TABLE, and what is made of them */
export function planningBench(sources: string): PlanningBench {
  const store = new Metastore();
  const context = (text: string, transient = false): PlanContext =>
    planContext({
      metastore: store,
      functions: builtinFunctions,
      context: { now: () => 0, random: () => 0.5 },
      properties: streamsProperties(new Map()),
      text,
      file: undefined,
      transient,
    });
  const topologyOf = (statement: Statement, text: string): QueryTopology => {
    if (statement.kind === 'CreateAs') return planCreateAs(context(text), NO_LOG, statement, text, 'Q_1');
    if (statement.kind === 'InsertInto') return planInsertInto(context(text), statement, 'Q_1');
    throw new Error(`${statement.kind} runs no query`);
  };
  for (const { statement } of parseStatements(sources)) {
    if (statement.kind === 'CreateSource')
      store.put(createSource(context(sources), NO_LOG, statement, sources));
    else store.put(topologyOf(statement, sources).output);
  }
  const only = (sql: string): Statement => parseStatements(sql)[0]!.statement;
  return {
    context,
    topology: (sql) => topologyOf(only(sql), sql),
    plan: (sql) => {
      const statement = only(sql);
      if (statement.kind !== 'QueryStatement') return topologyOf(statement, sql).plan;
      const { query } = statement;
      const transient = context(sql, true);
      return query.emit === undefined
        ? planPull(transient, query, pullSource(transient, query)).root
        : planPush(transient, query).root;
    },
  };
}
