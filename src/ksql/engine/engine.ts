import { KsqlError } from '../errors/ksql-error.ts';
import { builtinFunctions } from '../functions/builtin-functions.ts';
import type { FunctionRegistry } from '../functions/function-registry.ts';
import type { TopicLog } from '../log/topic-log.ts';
import { type Metastore, metastore } from '../metastore/metastore.ts';
import type { Source } from '../metastore/source.ts';
import { type Planning, planning, refusal } from '../plan/planning.ts';
import { isKnownProperty, streamsProperties } from '../plan/streams-properties.ts';
import type { QueryPlan } from '../plan/task-plan.ts';
import { runUnit } from '../runtime/query.ts';
import { type Scheduler, scheduler } from '../runtime/scheduler.ts';
import type { Statement } from '../sql/ast/statement.ts';
import { type ParsedStatement, parseStatements } from '../sql/parser/parse.ts';
import { appendCommand, type Command, readCommands } from './command-log.ts';
import { createSource, existsAlready } from './create-source.ts';
import { insertValues } from './insert-values.ts';
import { planCreateAs, planInsertInto } from './plan-persistent.ts';

export interface EngineOptions {
  readonly log: TopicLog;
  /** wall clock, ms since the epoch */
  readonly now: () => number;
  /** uniform in [0, 1); default Math.random */
  readonly random?: () => number;
  readonly functions?: FunctionRegistry;
  /** What a ksqlDB server has in its properties file. */
  readonly properties?: Readonly<Record<string, string>>;
  /** A record was skipped, or an expression failed and gave NULL: ksqlDB's processing log. */
  readonly onProcessingError?: (error: ProcessingError) => void;
  readonly onFailure?: (error: unknown) => void;
}

export interface ProcessingError {
  readonly queryId: string;
  readonly message: string;
}

export interface RunningQuery {
  readonly id: string;
  readonly sql: string;
  readonly output: Source;
}

/** ksqlDB's statements over a log, in this process. */
export interface Engine {
  /**
   * Runs a script, statement by statement; resolves when what it changed is durable. Throws KsqlError: the statements
   * before the one refused stay done.
   */
  execute(sql: string, options?: { readonly file?: string }): Promise<readonly ExecutedStatement[]>;
  readonly sources: () => readonly Source[];
  readonly queries: () => readonly RunningQuery[];
  readonly scheduler: Scheduler;
  readonly log: TopicLog;
  close(): Promise<void>;
}

export interface ExecutedStatement {
  readonly sql: string;
  readonly message: string;
}

/** Opens an engine on a log and resumes every persistent query in it. Throws KsqlError. */
export function openEngine(options: EngineOptions): Engine {
  const { log, now } = options;
  const store: Metastore = metastore();
  const functions = options.functions ?? builtinFunctions;
  const queries = new Map<string, RunningQuery>();
  const inputsOf = new Map<string, readonly string[]>();
  const running = scheduler({ log, onFailure: options.onFailure ?? (() => undefined) });
  const defaults = new Map(Object.entries(options.properties ?? {}));
  let nextQuery = 1;

  const planningOf = (
    text: string,
    file: string | undefined,
    properties: ReadonlyMap<string, string>,
  ): Planning =>
    planning({
      metastore: store,
      functions,
      context: { now, random: options.random ?? Math.random },
      partitionsOf: (topic) => log.topics.get(topic)?.partitions.length,
      properties: streamsProperties(new Map([...defaults, ...properties])),
      text,
      file,
    });

  const start = (plan: QueryPlan, queryId: string, sql: string, offsetReset: 'earliest' | 'latest'): void => {
    const report = (message: string): void => options.onProcessingError?.({ queryId, message });
    const units = plan.units.map((unit) =>
      runUnit({
        log,
        queryId,
        plan: unit,
        offsetReset,
        now,
        onUnreadable: (source, partition, offset, reason) =>
          report(`${source.topic}, partition ${partition}, offset ${offset}: ${reason}`),
        onError: (error, where) =>
          report(`${where}: ${error instanceof Error ? error.message : String(error)}`),
      }),
    );
    queries.set(queryId, { id: queryId, sql, output: plan.output });
    inputsOf.set(
      queryId,
      plan.units.flatMap((unit) => unit.inputs.map((source) => source.topic)),
    );
    running.add(units);
  };
  const queryId = (kind: string, name: string, given: string | undefined): string => {
    const id = given ?? `${kind}_${name}_${nextQuery}`;
    nextQuery = Math.max(nextQuery, Number(/_(\d+)$/.exec(id)?.[1] ?? 0)) + 1;
    return id;
  };

  /** Carries out what changes the catalogue; gives the query's id when there is one. */
  const apply = (
    plan: Planning,
    statement: Statement,
    sql: string,
    given?: string,
  ): { id?: string; message: string } => {
    switch (statement.kind) {
      case 'CreateSource': {
        if (existsAlready(plan, statement)) return { message: `${statement.name.text} exists already` };
        store.put(createSource(plan, log, statement, sql));
        return { message: `${statement.sourceKind} ${statement.name.text} created` };
      }
      case 'CreateAs': {
        if (existsAlready(plan, statement)) return { message: `${statement.name.text} exists already` };
        const id = queryId(statement.sourceKind === 'STREAM' ? 'CSAS' : 'CTAS', statement.name.text, given);
        const planned = planCreateAs(plan, log, statement, sql, id);
        store.put(planned.output);
        start(planned, id, sql, plan.properties.offsetReset);
        return { id, message: `Created query with ID ${id}` };
      }
      case 'InsertInto': {
        const id = queryId('INSERTQUERY', '', given).replace('__', '_');
        start(planInsertInto(plan, log, statement, id), id, sql, plan.properties.offsetReset);
        return { id, message: `Created query with ID ${id}` };
      }
      case 'Drop':
        return { message: drop(plan, statement) };
      case 'Terminate':
        return { message: terminate(plan, statement) };
      default:
        throw refusal(plan, 'SQL_UNSUPPORTED', statement.span, `the statement ${statement.kind}`);
    }
  };

  const drop = (plan: Planning, statement: Statement & { kind: 'Drop' }): string => {
    const { name, ifExists, sourceKind } = statement;
    const source = store.get(name.text);
    if (source === undefined || source.kind !== sourceKind) {
      if (ifExists) return `${name.text} does not exist`;
      throw new KsqlError(
        'SQL_UNKNOWN_SOURCE',
        `${sourceKind === 'STREAM' ? 'Stream' : 'Table'} ${name.text} does not exist.`,
        plan.at(name.span),
      );
    }
    const users = [...queries.values()].filter(
      (query) => query.output.name === source.name || readers(query.id, source),
    );
    const others = users.filter((query) => !query.id.startsWith('C') || query.output.name !== source.name);
    if (others.length > 0)
      throw new KsqlError(
        'SOURCE_IN_USE',
        `Cannot drop ${source.name}: it is used by ${others.map((query) => query.id).join(', ')}.`,
        {
          ...plan.at(name.span),
          hint: 'TERMINATE those queries first',
        },
      );
    for (const query of users) stop(query.id);
    store.remove(source.name);
    if (statement.deleteTopic) log.deleteTopic(source.topic);
    return `Source \`${source.name}\` (topic: ${source.topic}) was dropped.`;
  };
  const readers = (id: string, source: Source): boolean => inputsOf.get(id)?.includes(source.topic) ?? false;
  const stop = (id: string): void => {
    running.remove(id);
    queries.delete(id);
  };
  const terminate = (plan: Planning, statement: Statement & { kind: 'Terminate' }): string => {
    const id = statement.queryId?.text;
    if (id !== undefined && !queries.has(id))
      throw new KsqlError('UNKNOWN_QUERY', `Unknown queryId: ${id}`, plan.at(statement.span));
    for (const known of id === undefined ? [...queries.keys()] : [id]) stop(known);
    return 'Query terminated.';
  };

  for (const command of readCommands(log)) replay(command);
  function replay(command: Command): void {
    const [parsed] = parseStatements(command.sql, command.file === undefined ? {} : { file: command.file });
    if (parsed === undefined) return;
    const plan = planningOf(command.sql, command.file, new Map(command.properties));
    apply(plan, parsed.statement, command.sql, command.queryId);
  }

  const executeOne = (
    parsed: ParsedStatement,
    text: string,
    file: string | undefined,
    session: Map<string, string>,
  ): string => {
    const { statement } = parsed;
    const plan = planningOf(text, file, session);
    switch (statement.kind) {
      case 'SetProperty':
        if (!isKnownProperty(statement.name))
          throw refusal(plan, 'SQL_INVALID', statement.span, `Unknown property: ${statement.name}`);
        session.set(statement.name, statement.value);
        return `${statement.name} = ${statement.value}`;
      case 'UnsetProperty':
        session.delete(statement.name);
        return `${statement.name} unset`;
      case 'InsertValues':
        insertValues(plan, log, statement, now());
        return 'inserted';
      default: {
        const before = queries.size + store.list().length;
        const { id, message } = apply(plan, statement, parsed.text);
        const unchanged =
          (statement.kind === 'CreateSource' || statement.kind === 'CreateAs') &&
          queries.size + store.list().length === before;
        if (!unchanged)
          appendCommand(log, { sql: parsed.text, file, properties: [...session], queryId: id }, now());
        return message;
      }
    }
  };

  return {
    log,
    scheduler: running,
    sources: () => store.list(),
    queries: () => [...queries.values()],
    execute: async (sql, { file } = {}) => {
      const session = new Map<string, string>();
      const done: ExecutedStatement[] = [];
      try {
        for (const parsed of parseStatements(sql, file === undefined ? {} : { file }))
          done.push({ sql: parsed.text, message: executeOne(parsed, sql, file, session) });
      } finally {
        if (done.length > 0) await running.settled();
      }
      return done;
    },
    close: async () => {
      await running.stop();
      await log.close();
    },
  };
}
