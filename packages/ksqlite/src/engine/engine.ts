import { type PlanContext, type PlanContextOptions, planError } from '../analysis/plan-context.ts';
import type { Awaitable } from '../awaitable.ts';
import type { ConnectWorker } from '../connect/index.ts';
import { KsqlError } from '../errors/ksql-error.ts';
import { sequenceStartAt } from '../functions/aggregate/sequence.ts';
import { builtinFunctions } from '../functions/builtin-functions.ts';
import type { FunctionRegistry } from '../functions/function-registry.ts';
import { pinnedFunctions } from '../functions/pinned-functions.ts';
import type { TopicLog } from '../log/topic-log.ts';
import { Metastore } from '../metastore/metastore.ts';
import type { Source } from '../metastore/source.ts';
import type { ProcessingError } from '../problems/problem.ts';
import type { Problem } from '../problems/problem-notices.ts';
import { Problems } from '../problems/problems.ts';
import { type BrokenStatement, BrokenStatements } from '../queries/broken-statements.ts';
import { PersistentQueries, type RunningQuery } from '../queries/persistent-queries.ts';
import { PrintRegistry, type RunningPrint } from '../queries/print/print-registry.ts';
import { type OnQueryError, queryErrorOf } from '../queries/query-status.ts';
import { SourceTables } from '../queries/source-tables.ts';
import { TransientQueries } from '../queries/transient/transient-queries.ts';
import type { RunningTransientQuery } from '../queries/transient/transient-query.ts';
import { Scheduler, type Ticks } from '../runtime/cycles/scheduler.ts';
import { answer, answerNow } from '../schemas/asking.ts';
import { EmbeddedRegistry } from '../schemas/embedded/embedded-registry.ts';
import { fetchedSchemas, keepFetched } from '../schemas/fetched-schemas.ts';
import { KnownSchemas } from '../schemas/known-schemas.ts';
import type { SchemaRegistry } from '../schemas/schema-registry.ts';
import { parseStoredSchemas, storedSchemas } from '../schemas/statement-schemas.ts';
import type { Statement } from '../sql/ast/statement.ts';
import type { QueryContext, QueryOptions } from '../statements/query/query-context.ts';
import { loadNamedFormats } from '../statements/schemas/load-named-formats.ts';
import { type ScriptStatement, scriptStatements } from '../statements/session/script-statements.ts';
import { openSession, type Session, type SessionOptions } from '../statements/session/session.ts';
import { singleQueryScript } from '../statements/session/single-query-script.ts';
import { handlerOf } from '../statements/statement-handlers.ts';
import { hasRole } from '../statements/statement-roles.ts';
import type { NamedTypes } from '../types/named-types.ts';
import type { LiveCommand } from './command-log.ts';
import { type ReplayCache, replayCache } from './replay-cache.ts';
import { replayCommands } from './replay-commands.ts';
import { type ExecutedStatement, StatementExecutor } from './statement-executor.ts';
import { StatementPlanner } from './statement-planner.ts';

export type { ProcessingError } from '../problems/problem.ts';
export type { RunningQuery } from '../queries/persistent-queries.ts';
export type { RunningPrint } from '../queries/print/print-registry.ts';
export type { ResultColumn, RunningTransientQuery } from '../queries/transient/transient-query.ts';
export type { QueryOptions } from '../statements/query/query-context.ts';

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
  /** See SchedulerOptions.ticks. */
  readonly ticks?: Ticks;
  /** ms since any moment, to see how long work takes; default: a clock that stands still. It decides no result. */
  readonly clock?: () => number;
  readonly onProcessingError?: (error: ProcessingError) => void;
  /** Told of the first problem of a kind, of the 10th, of the 100th, and so on. */
  readonly onProblem?: (problem: Problem) => void;
  /** Shared by engines that are opened on logs of one catalogue; default: everything is planned again. */
  readonly replayCache?: ReplayCache;
  /** A persistent query failed: it is in state ERROR and reads nothing any more, all others run on. */
  readonly onQueryError?: OnQueryError;
  /** The log failed: nothing runs any more. */
  readonly onFailure?: (error: unknown) => void;
  /** Where the schemas of AVRO, PROTOBUF and JSON_SR are; default: the log’s own. */
  readonly schemaRegistry?: SchemaRegistry;
  /** What `openSandbox` copies: its catalogue is taken over, the command topic is not replayed, and no query runs. */
  readonly copyOf?: Engine;
}

export type { ExecutedStatement } from './statement-executor.ts';

/** Opens an engine on a log and resumes every persistent query in it. Throws KsqlError. */
export const openEngine = (options: EngineOptions): Engine => new Engine(options);

/**
 * ksqlDB's statements over a log, in this process.
 *
 * The catalogue (streams, tables, queries) is in memory. What made it is on the command topic, which is replayed at
 * each start: so a statement that changes the catalogue is executed and appended within one turn of the event loop,
 * and both are in one commit. What each kind of statement does is in `statements/`.
 */
/** Who has the connectors of an engine. */
export interface ConnectorHost {
  /** Their worker, which starts with the first that asks. */
  readonly start: () => Promise<ConnectWorker>;
  /** undefined: it is not started */
  readonly running: () => ConnectWorker | undefined;
}

export class Engine {
  readonly log: TopicLog;
  /** wall clock, ms since the epoch */
  readonly now: () => number;
  readonly functions: FunctionRegistry;
  /** What EngineOptions.properties said. */
  readonly properties: Readonly<Record<string, string>>;
  readonly scheduler: Scheduler;
  readonly busyMs = (topic: string): number => this.scheduler.busyMs(topic);

  readonly #metastore = new Metastore();
  readonly #planner: StatementPlanner;
  readonly #executor: StatementExecutor;
  readonly #queries: PersistentQueries;
  readonly #broken: BrokenStatements;
  readonly #onQueryError: OnQueryError;
  readonly #transient: TransientQueries;
  readonly #queryContext: QueryContext;
  readonly #prints: PrintRegistry;
  readonly #schemas: KnownSchemas;
  #connectorHost: ConnectorHost | undefined;
  /** Where the schemas of topics are. */
  readonly schemaRegistry: SchemaRegistry;

  /** Replays the command topic. Throws KsqlError. */
  constructor(options: EngineOptions) {
    const { log, now, cycleRecords, clock = () => 0, random = Math.random } = options;
    const { onFailure = () => undefined } = options;
    const problems = new Problems(options, {
      queries: () => this.#queries.list(),
      wake: () => this.scheduler.wake(),
    });
    const { onQueryError = () => undefined } = options;
    this.#onQueryError = onQueryError;
    this.#broken = new BrokenStatements(log);
    this.schemaRegistry = options.schemaRegistry ?? new EmbeddedRegistry(log, now);
    this.#schemas = new KnownSchemas({
      registry: this.schemaRegistry,
      now,
      onFetched: (schema) => keepFetched(log, schema, now()),
      onLoaded: () => this.scheduler.wake(),
    });
    this.#schemas.keep(fetchedSchemas(log));
    this.log = log;
    this.now = now;
    this.functions = options.functions ?? builtinFunctions;
    this.properties = { ...options.properties };
    const runner = new Scheduler({
      log,
      onFailure,
      cycleRecords,
      clock,
      now,
      ticks: options.ticks,
      onQueryFailure: (id, where, error) => this.#queries.failed(id, where, error),
    });
    this.scheduler = runner;
    const { copyOf } = options;
    const isSandbox = copyOf !== undefined;
    this.#queries = new PersistentQueries({
      log,
      scheduler: runner,
      now,
      problems,
      onQueryError,
      isSandbox,
    });
    this.#transient = new TransientQueries({
      log,
      now,
      clock,
      random,
      problems,
      isBusy: () => runner.backlog() > 0,
    });
    this.#queryContext = {
      queries: this.#queries,
      transient: this.#transient,
      sourceTables: new SourceTables(log, problems),
      settled: () => runner.settled(),
      problems,
    };
    this.#prints = new PrintRegistry(log, this.#schemas);
    this.#planner = new StatementPlanner({
      metastore: this.#metastore,
      functions: this.functions,
      context: { now, random, sequenceStart: () => sequenceStartAt(log.stateBytes) },
      properties: this.properties,
      schemas: this.#schemas,
    });
    this.#executor = new StatementExecutor({
      log,
      now,
      functions: this.functions,
      properties: this.properties,
      metastore: this.#metastore,
      queries: this.#queries,
      broken: this.#broken,
      registry: this.schemaRegistry,
      schemas: this.#schemas,
      planner: this.#planner,
      connectors: () => this.connectors(),
    });
    if (copyOf === undefined) this.#replay(options.replayCache ?? replayCache());
    else this.#copy(copyOf);
  }

  /**
   * Runs a script, statement by statement; resolves when what it changed is durable. Throws KsqlError: the statements
   * before the one refused stay done.
   */
  async execute(sql: string, options?: SessionOptions): Promise<readonly ExecutedStatement[]> {
    const session = openSession(options);
    const done: ExecutedStatement[] = [];
    try {
      for (const statement of scriptStatements(sql, session, this)) {
        const executed = this.submit(statement, session);
        done.push(executed instanceof Promise ? await executed : executed);
      }
    } finally {
      if (done.length > 0) await this.scheduler.settled();
    }
    return done;
  }

  /**
   * Executes one statement of a session, for those who answer statement by statement; what it changed is durable
   * once `scheduler.settled()` resolves. Throws KsqlError, and has changed nothing then.
   */
  run(statement: ScriptStatement, session: Session): ExecutedStatement {
    return answerNow(this.#executor.submit(statement, session));
  }

  /** As `run`, for those who can wait: a Schema Registry in another process answers later. */
  submit(statement: ScriptStatement, session: Session): Awaitable<ExecutedStatement> {
    return answer(this.#executor.submit(statement, session));
  }

  /** Before a statement is planned without `submit`. undefined: what it needs is there. Else it is when this resolves. */
  loadFormats({ statement }: ScriptStatement, session: Session): Promise<void> | undefined {
    return loadNamedFormats(statement, this.#planner.defaultFormats(session));
  }

  /**
   * Runs a script that ends with a SELECT; before it only what belongs to a session (SET, DEFINE) may stand. With EMIT
   * it is a push query, open until it is closed, left or at its LIMIT; without, a pull query over what is there now.
   * Rows are committed when they are given out. Throws KsqlError.
   */
  async query(sql: string, options: SessionOptions & QueryOptions = {}): Promise<RunningTransientQuery> {
    const session = openSession(options);
    const statement = this.#singleQuery(sql, session);
    await this.loadFormats(statement, session);
    return this.openQuery(statement, session, options);
  }

  /** As `query`, for one statement of a session. */
  openQuery(statement: ScriptStatement, session: Session, options: QueryOptions = {}): RunningTransientQuery {
    const plan = this.#planner.context(statement.source, session, { transient: true });
    const handler = handlerOf(statement.statement);
    if (handler.role !== 'query') throw noQuery(plan, statement);
    return handler.open(this.#queryContext, statement.statement, plan, statement.text, options);
  }

  /** Runs a script that ends with PRINT, as `query` does one that ends with SELECT. Throws KsqlError. */
  async print(sql: string, options?: SessionOptions): Promise<RunningPrint> {
    const session = openSession(options);
    const statement = this.#singleQuery(sql, session);
    await this.loadFormats(statement, session);
    return this.openPrint(statement, session);
  }

  /** As `print`, for one statement of a session. */
  openPrint(statement: ScriptStatement, session: Session): RunningPrint {
    const plan = this.planning(statement.source, session);
    const handler = handlerOf(statement.statement);
    if (handler.role !== 'print') throw noQuery(plan, statement);
    return handler.open(this.#prints, statement.statement, plan);
  }

  /**
   * What statements of a session may look at, to plan one without running it.
   *
   * @param kind `transient`: its rows are for a client
   */
  planning(source: string, session: Session, kind?: Pick<PlanContextOptions, 'transient'>): PlanContext {
    return this.#planner.context(source, session, kind);
  }

  /** Who has the connectors, from now on. */
  hostConnectors(host: ConnectorHost): void {
    this.#connectorHost = host;
  }

  /** undefined: nobody has asked for connectors yet, and none are stored. */
  runningConnectors(): ConnectWorker | undefined {
    return this.#connectorHost?.running();
  }

  /** The worker of the connectors, which starts with the first that asks. @throws KsqlError SQL_UNSUPPORTED */
  connectors(): Promise<ConnectWorker> {
    if (this.#connectorHost !== undefined) return this.#connectorHost.start();
    throw new KsqlError('SQL_UNSUPPORTED', 'connectors are not hosted here', {
      hint: 'open a database with openDatabase, or serve one',
    });
  }

  /** The streams and tables, in the order they were made. */
  sources(): readonly Source[] {
    return this.#metastore.list();
  }

  /** What CREATE TYPE said, by name in upper case. */
  types(): NamedTypes {
    return this.#metastore.types;
  }

  /** The persistent queries that run, in the order they were started. */
  queries(): readonly RunningQuery[] {
    return this.#queries.list();
  }

  /** The id that the next persistent query will get, such as CSAS_ORDERS_7. */
  nextQueryId(prefix: string): string {
    return this.#queries.nextId(prefix);
  }

  /** Statements of earlier processes that can't be executed any more: their queries are in state ERROR. */
  brokenStatements(): readonly BrokenStatement[] {
    return this.#broken.list();
  }

  /** Push and pull queries that are open. */
  transientQueries(): readonly RunningTransientQuery[] {
    return this.#transient.list();
  }

  /** Ends what is open, commits what was done, and closes the log. */
  async close(): Promise<void> {
    this.#transient.closeAll();
    this.#prints.closeAll();
    this.#schemas.close();
    await this.scheduler.stop();
    await this.log.close();
  }

  #replay(cache: ReplayCache): void {
    cache.lookup.use(this.#schemas);
    replayCommands(
      this.log,
      cache,
      (id) => this.#queries.reserve(id),
      (statement, { sql, file, properties, rules = 1, schemas, functions: contracts }, replay) => {
        const stored = parseStoredSchemas(schemas);
        this.#schemas.keep(stored);
        const functions =
          contracts === undefined ? this.functions : pinnedFunctions(this.functions, contracts);
        const given = { stored: true, rules, schemas: storedSchemas(cache.lookup, stored), functions };
        const plan = this.#planner.context(sql, { file, properties }, given);
        this.#executor.executeDdl(statement, plan, sql, replay);
      },
      (...broken) => this.#addBroken(...broken),
    );
  }

  #copy(other: Engine): void {
    this.#metastore.copyFrom(other.#metastore);
    this.#queries.copyFrom(other.#queries);
    this.#broken.copyFrom(other.#broken);
    this.#schemas.copyFrom(other.#schemas);
  }

  #addBroken(
    { sql, effect, stopped, paused }: LiveCommand,
    statement: Statement | undefined,
    reason: unknown,
  ): void {
    const where = 'its statement is stored in the folder and can’t be executed any more';
    const error = queryErrorOf(where, reason, this.now());
    const { creates } = effect;
    const queryId = stopped ? undefined : effect.starts;
    const sink = creates ?? (statement?.kind === 'InsertInto' ? statement.target.text : undefined);
    this.#broken.add({ sql, creates, queryId, sink, error, isPaused: paused });
    this.#onQueryError({ queryId: queryId ?? creates ?? sql, error });
  }

  #singleQuery(sql: string, session: Session): ScriptStatement {
    return singleQueryScript(
      sql,
      session,
      this,
      ({ statement }) => hasRole(statement, 'session'),
      (statement) => this.run(statement, session),
    );
  }
}

const noQuery = (plan: PlanContext, { statement }: ScriptStatement) =>
  planError(plan, 'SQL_INVALID', statement.span, 'Neither a query nor a print statement');
