import { KsqlError } from '../errors/ksql-error.ts';
import type { TopicLog } from '../log/topic-log.ts';
import type { Metastore } from '../metastore/metastore.ts';
import { type Planning, refusal } from '../plan/planning.ts';
import type { PersistentQueries } from '../queries/persistent-queries.ts';
import type { Drop, InsertInto, Statement, Terminate } from '../sql/ast/statement.ts';
import { createSource, existsAlready } from '../statements/ddl/create-source.ts';
import { explicitQueryId, hasRun } from '../statements/ddl/explicit-query-id.ts';
import { makeInnerTopics, planCreateAs, planInsertInto } from '../statements/ddl/plan-persistent.ts';
import { sourceInUse } from '../statements/ddl/source-in-use.ts';
import { makeSourceTopic } from '../statements/ddl/source-topic.ts';
import type { Effect } from './command-log.ts';
import { type ReplayCache, replayCache } from './replay-cache.ts';

export interface Applied {
  readonly message: string;
  /** undefined: nothing changed */
  readonly effect: Effect | undefined;
}

/** How a command of an earlier process is carried out again. */
export interface Replayed {
  readonly queryId: string | undefined;
  /** The query was terminated since. */
  readonly stopped: boolean;
  readonly memo: ReplayCache;
}

/** Carries out the statements that change what streams, tables and queries there are. */
export interface Catalogue {
  /** Throws KsqlError, and has changed nothing then. */
  apply(plan: Planning, statement: Statement, sql: string, replayed?: Replayed): Applied;
}

/** Understood by the parser, not carried out yet. */
const NOT_YET: Partial<Record<Statement['kind'], string>> = {
  QueryStatement: 'a query by itself (CREATE STREAM | TABLE … AS SELECT writes its result to a topic)',
  Show: 'SHOW',
  Describe: 'DESCRIBE',
  DescribeFunction: 'DESCRIBE FUNCTION',
  Explain: 'EXPLAIN',
  Print: 'PRINT',
};

export function catalogue(log: TopicLog, store: Metastore, queries: PersistentQueries): Catalogue {
  const begin = (kind: string, replayed: Replayed | undefined): string => {
    if (replayed?.queryId === undefined) return queries.newId(kind);
    queries.reserve(replayed.queryId);
    return replayed.queryId;
  };

  const drop = (plan: Planning, { name, ifExists, sourceKind, deleteTopic }: Drop): Applied => {
    const source = store.get(name.text);
    if (source === undefined || source.kind !== sourceKind) {
      if (ifExists) return { message: `${name.text} does not exist`, effect: undefined };
      const kind = sourceKind === 'STREAM' ? 'Stream' : 'Table';
      throw new KsqlError('SQL_UNKNOWN_SOURCE', `${kind} ${name.text} does not exist.`, plan.at(name.span));
    }
    const users = queries
      .list()
      .filter((query) => query.output === source || query.inputs.some((input) => input.name === source.name));
    // the query that made it goes with it
    const own = users.filter((query) => query.output === source && query.sql === source.sql);
    const others = users.filter((query) => !own.includes(query));
    if (others.length > 0) throw sourceInUse(plan, source, others, name.span);
    for (const query of own) queries.stop(query.id);
    store.remove(source.name);
    if (deleteTopic) log.deleteTopic(source.topic);
    return {
      message: `Source \`${source.name}\` (topic: ${source.topic}) was dropped.`,
      effect: { drops: source.name },
    };
  };

  const terminate = (plan: Planning, { queryId, span }: Terminate): Applied => {
    const id = queryId?.text;
    if (id !== undefined && !queries.has(id))
      throw new KsqlError('UNKNOWN_QUERY', `Unknown queryId: ${id}`, plan.at(span));
    const stops = id === undefined ? queries.list().map((query) => query.id) : [id];
    for (const known of stops) queries.stop(known);
    return { message: 'Query terminated.', effect: { stops } };
  };

  return {
    apply: (plan, statement, sql, replayed) => {
      switch (statement.kind) {
        case 'CreateSource': {
          const name = statement.name.text;
          if (existsAlready(plan, statement)) return { message: `${name} exists already`, effect: undefined };
          const memo = replayed?.memo ?? replayCache();
          memo.source ??= createSource(plan, log, statement, sql);
          makeSourceTopic(plan, log, memo.source, statement.properties);
          store.put(memo.source);
          return { message: `${statement.sourceKind} ${name} created`, effect: { creates: name } };
        }
        case 'CreateAs': {
          const name = statement.name.text;
          if (existsAlready(plan, statement)) return { message: `${name} exists already`, effect: undefined };
          const id = begin(`${statement.sourceKind === 'STREAM' ? 'CSAS' : 'CTAS'}_${name}`, replayed);
          const memo = replayed?.memo ?? replayCache();
          memo.plan ??= planCreateAs(plan, log, statement, sql, id);
          const planned = memo.plan;
          makeSourceTopic(plan, log, planned.output, statement.properties);
          makeInnerTopics(log, planned);
          store.put(planned.output);
          if (replayed?.stopped !== true) queries.start(planned, id, sql, plan.properties.offsetReset);
          return { message: `Created query with ID ${id}`, effect: { creates: name, starts: id } };
        }
        case 'InsertInto': {
          const given = explicitQueryId(plan, statement);
          if (given !== undefined && queries.has(given)) throw idTaken(plan, statement, 'already exists.');
          const id = given ?? begin('INSERTQUERY', replayed);
          const memo = replayed?.memo ?? replayCache();
          memo.plan ??= planInsertInto(plan, statement, id);
          const planned = memo.plan;
          makeInnerTopics(log, planned);
          if (given !== undefined && replayed === undefined && hasRun(log, id, planned))
            throw idTaken(
              plan,
              statement,
              'was a terminated query’s, whose offsets are kept: choose another one',
            );
          queries.start(planned, id, sql, plan.properties.offsetReset);
          return { message: `Created query with ID ${id}`, effect: { starts: id } };
        }
        case 'Drop':
          return drop(plan, statement);
        case 'Terminate':
          return terminate(plan, statement);
        default:
          throw refusal(plan, 'SQL_UNSUPPORTED', statement.span, NOT_YET[statement.kind] ?? 'this statement');
      }
    },
  };
}

const idTaken = (plan: Planning, { properties, span }: InsertInto, why: string): KsqlError =>
  refusal(
    plan,
    'SQL_INVALID',
    properties[0]?.valueSpan ?? span,
    `Query ID '${String(properties[0]?.value).toUpperCase()}' ${why}`,
  );
