import type { Engine } from '../../engine/engine.ts';
import { describeSource, type SourceDescription } from '../../inspect/describe-source.ts';
import { explainBroken, explainQuery, explainRunning, type QueryDescription } from '../../inspect/explain.ts';
import { explainPersistent } from '../../inspect/explain-persistent.ts';
import { describeFunction } from '../../inspect/functions/describe-function.ts';
import { listFunctions } from '../../inspect/functions/list-functions.ts';
import { heldRecords } from '../../inspect/held-records.ts';
import { findSource } from '../../inspect/inspected.ts';
import { listProperties, overwrittenProperties } from '../../inspect/list-properties.ts';
import { listQueries } from '../../inspect/list-queries.ts';
import { listSources } from '../../inspect/list-sources.ts';
import { listTopics, listTopicsExtended } from '../../inspect/list-topics.ts';
import { listTypes } from '../../inspect/list-types.ts';
import type { Logger } from '../../logging/logger.ts';
import type { RunningQuery } from '../../queries/persistent-queries.ts';
import type {
  Describe,
  DescribeAll,
  DescribeFunction,
  Explain,
  Show,
  SourceKind,
} from '../../sql/ast/statement.ts';
import type { ScriptStatement } from '../../statements/session/script-statements.ts';
import type { Session } from '../../statements/session/session.ts';
import { API_CODES, ApiError } from '../http/api-error.ts';
import type { OpenQueries } from '../rows/open-queries.ts';
import { alternatives } from './alternatives.ts';
import { type Entity, entity } from './entity.ts';

/** What an answer to a statement is made from. */
export interface AnswerContext {
  readonly engine: Engine;
  readonly session: Session;
  readonly open: OpenQueries;
  /** `host:port` of this server, which ksqlDB tells with its figures. */
  readonly host: string;
  /** Clients may change streams, tables, types and queries. */
  readonly interactive: boolean;
  readonly logger: Logger;
}

/** SHOW and LIST */
export function showEntity(show: Show, { text }: ScriptStatement, context: AnswerContext): Entity {
  const { engine, session } = context;
  switch (show.what) {
    case 'STREAMS':
    case 'TABLES': {
      const kind = show.what === 'STREAMS' ? 'STREAM' : 'TABLE';
      if (show.extended) return describeAll(kind, true, text, context);
      const name = show.what.toLowerCase();
      return entity(name, text, { [name]: listSources(engine, kind) });
    }
    case 'TOPICS':
    case 'ALL TOPICS': {
      const all = show.what === 'ALL TOPICS';
      return show.extended
        ? entity('kafka_topics_extended', text, { topics: listTopicsExtended(engine, all) })
        : entity('kafka_topics', text, { topics: listTopics(engine, all) });
    }
    case 'QUERIES':
      return show.extended
        ? entity(
            'query_descriptions',
            text,
            {
              queryDescriptions: [
                ...engine.queries().map((query) => explainRunning(engine, query)),
                ...engine
                  .brokenStatements()
                  .filter(({ queryId }) => queryId !== undefined)
                  .map(explainBroken),
              ].map((description) => descriptionFields(description, context)),
            },
            heldBy(context, engine.queries()),
          )
        : entity('queries', text, { queries: listQueries(engine) });
    case 'FUNCTIONS':
      return entity('function_names', text, { functions: listFunctions(engine.functions) });
    case 'PROPERTIES':
      return entity('properties', text, {
        properties: listProperties(engine, session.properties),
        overwrittenProperties: overwrittenProperties(engine, session.properties),
        // ksqlDB's command line can't do without it
        defaultProperties: [],
      });
    case 'VARIABLES':
      return entity('variables', text, {
        variables: [...session.variables].map(([name, value]) => ({ name, value })),
      });
    case 'TYPES':
      return entity('type_list', text, { types: listTypes(engine) });
  }
}

const describeAll = (kind: SourceKind, extended: boolean, text: string, context: AnswerContext): Entity =>
  entity('source_descriptions', text, {
    sourceDescriptions: context.engine
      .sources()
      .filter((source) => source.kind === kind)
      .map((source) => withHost(describeSource(context.engine, source, extended), context)),
  });

/** DESCRIBE STREAMS | TABLES */
export const describeAllEntity = (
  { sourceKind, extended }: DescribeAll,
  { text }: ScriptStatement,
  context: AnswerContext,
): Entity => describeAll(sourceKind, extended, text, context);

/** DESCRIBE */
export function describeEntity(
  { name, extended }: Describe,
  { text }: ScriptStatement,
  context: AnswerContext,
): Entity {
  const source = findSource(context.engine, name.text);
  if (source === undefined)
    throw new ApiError(
      API_CODES.badStatement,
      `Could not find STREAM/TABLE '${name.text}' in the Metastore${alternatives(context.engine, name.text)}`,
      { statementText: text },
    );
  const description = describeSource(context.engine, source, extended);
  const readers = context.engine.queries().filter(({ inputs }) => inputs.includes(source));
  return entity(
    'sourceDescription',
    text,
    { sourceDescription: withHost(description, context) },
    extended ? heldBy(context, readers) : [],
  );
}

/** Queries that do not run, and what the log keeps for them. */
const heldBy = ({ engine }: AnswerContext, queries: readonly RunningQuery[]): readonly string[] =>
  queries.flatMap((query) => heldRecords(engine.log, query) ?? []);

const withHost = (description: SourceDescription, { host }: AnswerContext): Record<string, unknown> => ({
  ...description,
  clusterStatistics: description.clusterStatistics.map((statistic) => ({ ...statistic, host })),
  clusterErrorStats: description.clusterErrorStats.map((statistic) => ({ ...statistic, host })),
});

/** DESCRIBE FUNCTION */
export function describeFunctionEntity(
  { name }: DescribeFunction,
  { text }: ScriptStatement,
  { engine }: AnswerContext,
): Entity {
  const context = { now: engine.now, random: () => 0.5 };
  const found = describeFunction(engine.functions, name.text, context);
  if (found === undefined)
    throw new ApiError(API_CODES.badRequest, `Can't find any functions with the name '${name.text}'`);
  return entity('describe_function', text, { ...found });
}

/** EXPLAIN of a running query's id or of a statement that runs one. */
export function explainEntity(
  { subject }: Explain,
  statement: ScriptStatement,
  context: AnswerContext,
): Entity {
  const { engine, session } = context;
  const described = (description: QueryDescription, warnings: readonly string[] = []): Entity =>
    entity(
      'queryDescription',
      statement.text,
      { queryDescription: descriptionFields(description, context) },
      warnings,
    );
  if (!('kind' in subject)) {
    const broken = engine.brokenStatements().find(({ queryId }) => queryId === subject.text);
    if (broken !== undefined) return described(explainBroken(broken));
    const query = engine.queries().find(({ id }) => id === subject.text);
    if (query === undefined)
      throw new ApiError(
        API_CODES.badStatement,
        `Query with id:${subject.text} does not exist, use SHOW QUERIES to view the full set of queries.`,
        { statementText: statement.text },
      );
    return described(explainRunning(engine, query), heldBy(context, [query]));
  }
  if (!('query' in subject))
    throw new ApiError(API_CODES.badStatement, 'The provided statement does not run a ksql query', {
      statementText: statement.text,
    });
  const { start, end } = subject.span;
  const sql = `${statement.source.slice(start, end)};`;
  const overriddenProperties = Object.fromEntries(session.properties);
  if (subject.kind !== 'QueryStatement')
    return described({
      ...explainPersistent(engine, engine.planning(statement.source, session), subject, sql),
      overriddenProperties,
    });
  const plan = engine.planning(statement.source, session, { transient: true });
  const number = context.open.newId();
  const description = explainQuery(plan, subject.query, sql, `transient_${number}`);
  // as one that runs is called, after the first source
  const id = `transient_${description.sources[0]}_${number}`;
  return described({ ...description, id, consumerGroupId: id, overriddenProperties });
}

const descriptionFields = (
  description: QueryDescription,
  { host }: AnswerContext,
): Record<string, unknown> => ({
  ...description,
  // as ksqlDB keeps it for older clients: what is paused is not told in it
  state: description.state === 'PAUSED' ? 'RUNNING' : description.state,
  ksqlHostQueryStatus: description.state === null ? {} : { [host]: description.state },
});
