import { builtinFunctions } from '../functions/builtin-functions.ts';
import type { FunctionRegistry } from '../functions/function-registry.ts';
import type { TopicLog } from '../log/topic-log.ts';
import { metastore } from '../metastore/metastore.ts';
import type { Source } from '../metastore/source.ts';
import { type Planning, planning, refusal } from '../plan/planning.ts';
import { isKnownProperty, streamsProperties } from '../plan/streams-properties.ts';
import { type ProcessingError, type RunningQuery, runningQueries } from '../queries/persistent-queries.ts';
import { printTopic, type RunningPrint } from '../queries/print/print-topic.ts';
import { transientQueries } from '../queries/transient-queries.ts';
import type { RunningTransientQuery } from '../queries/transient-query.ts';
import { type Scheduler, scheduler } from '../runtime/scheduler.ts';
import type { Statement } from '../sql/ast/statement.ts';
import { parseStatements } from '../sql/parser/parse.ts';
import { insertValues } from '../statements/insert/insert-values.ts';
import { type QueryOptions, queryOpener } from '../statements/query/open-query.ts';
import { type ScriptStatement, scriptStatements } from '../statements/session/script-statements.ts';
import { openSession, type Session, type SessionOptions, undefine } from '../statements/session/session.ts';
import { singleQueryScript } from '../statements/session/single-query-script.ts';
import { catalogue } from './catalogue.ts';
import { allCommands, appendCommand, type Effect, liveCommands } from './command-log.ts';
import { cacheAfter, type ReplayCache, replayCache } from './replay-cache.ts';

export type { ProcessingError, RunningQuery } from '../queries/persistent-queries.ts';
export type { RunningPrint } from '../queries/print/print-topic.ts';
export type { ResultColumn, RunningTransientQuery } from '../queries/transient-query.ts';
export type { QueryOptions } from '../statements/query/open-query.ts';

export interface EngineOptions {
  readonly log: TopicLog;
  /** wall clock, ms since the epoch */
  readonly now: () => number;
  /** uniform in [0, 1); default Math.random */
  readonly random?: () => number;
  readonly functions?: FunctionRegistry;
  /** What a ksqlDB server has in its properties file. */
  readonly properties?: Readonly<Record<string, string>>;
  /** Records that a cycle reads at most, about; default: the scheduler's. */
  readonly cycleRecords?: number;
  readonly onProcessingError?: (error: ProcessingError) => void;
  /** Shared by engines that are opened on logs of one catalogue; default: everything is planned anew. */
  readonly memo?: ReplayCache;
  /** The log or a statement failed: nothing runs any more. */
  readonly onFailure?: (error: unknown) => void;
}

/** ksqlDB's statements over a log, in this process. */
export interface Engine {
  /**
   * Runs a script, statement by statement; resolves when what it changed is durable. Throws KsqlError: the statements
   * before the one refused stay done.
   */
  execute(sql: string, options?: SessionOptions): Promise<readonly ExecutedStatement[]>;
  /**
   * Carries out one statement of a session, for those who answer statement by statement; what it changed is durable
   * once `scheduler.settled()` resolves. Throws KsqlError, and has changed nothing then.
   */
  run(statement: ScriptStatement, session: Session): ExecutedStatement;
  /**
   * Runs a script that ends with a SELECT; before it only what belongs to a session (SET, DEFINE) may stand. With EMIT
   * it is a push query, open until it is closed, left or at its LIMIT; without, a pull query over what is there now.
   * Rows are committed when they are given out. Throws KsqlError.
   */
  query(sql: string, options?: SessionOptions & QueryOptions): Promise<RunningTransientQuery>;
  /** As `query`, for one statement of a session. */
  openQuery(statement: ScriptStatement, session: Session, options?: QueryOptions): RunningTransientQuery;
  /** Runs a script that ends with PRINT, as `query` does one that ends with SELECT. Throws KsqlError. */
  print(sql: string, options?: SessionOptions): Promise<RunningPrint>;
  /** As `print`, for one statement of a session. */
  openPrint(statement: ScriptStatement, session: Session): RunningPrint;
  /** Push and pull queries that are open. */
  readonly transientQueries: () => readonly RunningTransientQuery[];
  /** What statements of a session may look at, to plan one without running it. */
  planning(source: string, session: Session): Planning;
  readonly functions: FunctionRegistry;
  /** What EngineOptions.properties said. */
  readonly properties: Readonly<Record<string, string>>;
  readonly now: () => number;
  readonly sources: () => readonly Source[];
  readonly queries: () => readonly RunningQuery[];
  readonly scheduler: Scheduler;
  readonly log: TopicLog;
  close(): Promise<void>;
}

export interface ExecutedStatement {
  readonly sql: string;
  readonly statement: Statement;
  readonly message: string;
  /** undefined: the catalogue is as it was */
  readonly effect: Effect | undefined;
  /** The statement's offset in the command topic, where it has one. */
  readonly sequence: number | undefined;
}

/** Opens an engine on a log and resumes every persistent query in it. Throws KsqlError. */
export function openEngine(options: EngineOptions): Engine {
  const { log, now } = options;
  const store = metastore();
  const { cycleRecords } = options;
  const runner = scheduler({ log, onFailure: options.onFailure ?? (() => undefined), cycleRecords });
  const queries = runningQueries({
    log,
    scheduler: runner,
    now,
    onProcessingError: options.onProcessingError ?? (() => undefined),
  });
  const transient = transientQueries({
    log,
    now,
    random: options.random ?? Math.random,
    onProcessingError: options.onProcessingError ?? (() => undefined),
    isBusy: () => runner.backlog() > 0,
  });
  const openQuery = queryOpener({
    log,
    queries,
    transient,
    settled: runner.settled,
    onProcessingError: options.onProcessingError ?? (() => undefined),
  });
  const statements = catalogue(log, store, queries);
  const defaults = Object.entries(options.properties ?? {});
  const functions = options.functions ?? builtinFunctions;

  const planningOf = (
    text: string,
    file: string | undefined,
    properties: Iterable<readonly [string, string]>,
    isTransient = false,
  ): Planning =>
    planning({
      metastore: store,
      functions,
      context: { now, random: options.random ?? Math.random },
      properties: streamsProperties(new Map([...defaults, ...properties])),
      text,
      file,
      transient: isTransient,
    });

  // those of queries that are gone, too: their offsets are still in the log, and a new query must not go on from them
  const commands = [...allCommands(log)];
  for (const { effect } of commands) if (effect.starts !== undefined) queries.reserve(effect.starts);
  let memo = options.memo ?? replayCache();
  for (const command of liveCommands(commands)) {
    const { sql, file, properties, effect, stopped } = command;
    memo = cacheAfter(memo, command);
    memo.statements ??= parseStatements(sql, file === undefined ? {} : { file }).map((one) => one.statement);
    for (const statement of memo.statements)
      statements.apply(planningOf(sql, file, properties), statement, sql, {
        queryId: effect.starts,
        stopped,
        memo,
      });
  }

  const planningIn = (source: string, { file, properties }: Session): Planning =>
    planningOf(source, file, properties);

  const run = ({ statement, text, source }: ScriptStatement, session: Session): ExecutedStatement => {
    const done = (message: string, effect?: Effect, sequence?: number): ExecutedStatement => ({
      sql: text,
      statement,
      message,
      effect,
      sequence,
    });
    const plan = planningIn(source, session);
    switch (statement.kind) {
      case 'SetProperty':
        if (!isKnownProperty(statement.name))
          throw refusal(plan, 'SQL_INVALID', statement.span, `Unknown property: ${statement.name}`);
        session.properties.set(statement.name, statement.value);
        return done(`${statement.name} = ${statement.value}`);
      case 'UnsetProperty':
        session.properties.delete(statement.name);
        return done(`${statement.name} unset`);
      case 'Define':
        undefine(session, statement.name);
        session.variables.set(statement.name, statement.value);
        return done(`${statement.name} = ${statement.value}`);
      case 'Undefine':
        undefine(session, statement.name);
        return done(`${statement.name} undefined`);
      case 'InsertValues':
        insertValues(plan, log, statement, now());
        return done('inserted');
      default: {
        const { message, effect } = statements.apply(plan, statement, text);
        if (effect === undefined) return done(message);
        const command = { sql: text, file: session.file, properties: [...session.properties], effect };
        return done(message, effect, appendCommand(log, command, now()));
      }
    }
  };

  const prints = new Set<RunningPrint>();
  const openLines: Engine['openPrint'] = ({ statement, source }, session) => {
    const plan = planningIn(source, session);
    if (statement.kind !== 'Print')
      throw refusal(plan, 'SQL_INVALID', statement.span, 'Neither a query nor a print statement');
    const { topic, fromBeginning, interval = 1, limit = Number.POSITIVE_INFINITY, span } = statement;
    if (interval < 1)
      throw refusal(plan, 'SQL_INVALID', span, `INTERVAL must be greater than one, but was: ${interval}`);
    if (!log.topics.has(topic))
      throw refusal(
        plan,
        'TOPIC_UNKNOWN',
        span,
        `Could not find topic '${topic}', or the KSQL user does not have permissions to list the topic. Topic names are case-sensitive.`,
      );
    const print = printTopic(log, { topic, fromBeginning, interval, limit }, () => prints.delete(print));
    prints.add(print);
    return print;
  };

  const openOne: Engine['openQuery'] = (statement, session, queryOptions = {}) => {
    const plan = planningOf(statement.source, session.file, session.properties, true);
    return openQuery(plan, statement, queryOptions);
  };

  return {
    log,
    now,
    functions,
    properties: Object.fromEntries(defaults),
    scheduler: runner,
    sources: () => store.list(),
    queries: () => queries.list(),
    run,
    planning: planningIn,
    openQuery: openOne,
    transientQueries: transient.list,
    openPrint: openLines,
    print: async (sql, sessionOptions) => {
      const session = openSession(sessionOptions);
      return openLines(
        singleQueryScript(sql, session, (statement) => run(statement, session)),
        session,
      );
    },
    query: async (sql, queryOptions = {}) => {
      const session = openSession(queryOptions);
      return openOne(
        singleQueryScript(sql, session, (statement) => run(statement, session)),
        session,
        queryOptions,
      );
    },
    execute: async (sql, sessionOptions) => {
      const session = openSession(sessionOptions);
      const done: ExecutedStatement[] = [];
      try {
        for (const statement of scriptStatements(sql, session)) done.push(run(statement, session));
      } finally {
        if (done.length > 0) await runner.settled();
      }
      return done;
    },
    close: async () => {
      transient.closeAll();
      for (const print of prints) print.close();
      await runner.stop();
      await log.close();
    },
  };
}
