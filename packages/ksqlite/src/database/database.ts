import type { ConnectWorker } from '../connect/index.ts';
import type { Engine } from '../engine/engine.ts';
import type { FunctionRegistry } from '../functions/function-registry.ts';
import type { Source } from '../metastore/source.ts';
import { caughtUp } from '../runtime/caught-up.ts';
import type { SchemaRegistry } from '../schemas/schema-registry.ts';
import { openSession } from '../statements/session/session.ts';
import { singleQueryScript } from '../statements/session/single-query-script.ts';
import { hasRole } from '../statements/statement-roles.ts';
import {
  type EmbeddedTopics,
  embeddedTopics,
  isBehind,
  moreRead,
} from '../topics/embedded/embedded-topics.ts';
import type { Topics } from '../topics/port.ts';
import {
  describedBroken,
  describedQuery,
  describedSource,
  type QueryDescription,
  type SourceDescription,
} from './describe.ts';
import { setEngineReader } from './engines.ts';
import { lagOfGroup } from './group-lag.ts';
import type { HostOptions } from './host-connectors.ts';
import { insertRows } from './insert-rows.ts';
import type { ExecuteOptions, QueryOptions, StatementResult } from './options.ts';
import { Query } from './query.ts';
import type { QueryRow } from './query-types.ts';
import { type RecordReader, recordReader } from './record-reader.ts';
import type { InsertRow, SchemaTypes, SourceName } from './schema-types.ts';
import { sourceNamed } from './source-named.ts';
import type { RowArray } from './values/value.ts';

/**
 * ksqlDB's SQL over a folder, or in memory, in this process. `openDatabase` opens one.
 *
 * What a call acknowledged is durable: records, state and offsets are written together, and a process that is killed
 * finds all of what was acknowledged and nothing of what was half done. Names are as in SQL: `readings` is `READINGS`,
 * unless a source or column of exactly this name was declared in backticks.
 *
 * @typeParam Types what `ksqlite types` wrote of its streams and tables: `insert` and `query` go by it
 */
export class Database<Types extends SchemaTypes = SchemaTypes> implements AsyncDisposable {
  static {
    setEngineReader((database) => (#engine in database ? database.#engine : undefined));
  }

  readonly #engine: Engine;
  readonly #embedded: EmbeddedTopics;
  readonly #clients = new Set<Topics>();
  readonly #release: () => void;
  #closing: Promise<void> | undefined;
  readonly #hosting: Pick<HostOptions, 'connectors' | 'log'>;
  #worker: Promise<ConnectWorker> | undefined;
  #runningWorker: ConnectWorker | undefined;
  /**
   * The topics: produce and read raw records, subscribe as a member of a consumer group with committed offsets.
   *
   * @example
   * ```ts
   * import { openDatabase } from 'ksqlite';
   *
   * const db = await openDatabase();
   * await db.topics.create([{ name: 'readings', partitions: 4 }]);
   * await db.topics.produce([{ topic: 'readings', key: 'attic', value: '{"celsius":31}' }]);
   * const ranges = await db.topics.ranges('readings');
   * console.log(ranges?.reduce((sum, { start, end }) => sum + end - start, 0)); // 1
   * await db.close();
   * ```
   */
  readonly topics: Topics;

  /** @internal `openDatabase` is for others. */
  constructor(engine: Engine, release: () => void, hosting: Pick<HostOptions, 'connectors' | 'log'> = {}) {
    this.#engine = engine;
    this.#hosting = hosting;
    engine.hostConnectors({ start: () => this.connectors(), running: () => this.#runningWorker });
    this.#release = release;
    this.#embedded = embeddedTopics(engine.log, engine.scheduler, engine.now);
    this.topics = this.connectTopics();
  }

  /** What statements may call. */
  get functions(): FunctionRegistry {
    return this.#engine.functions;
  }

  /**
   * Where the schemas of AVRO, PROTOBUF and JSON_SR are: the database's own Schema Registry, or the one that its properties name. What
   * is registered is durable with the next commit.
   */
  get schemaRegistry(): SchemaRegistry {
    return this.#engine.schemaRegistry;
  }

  /**
   * Runs a script, statement by statement. Resolves once what it changed is durable; queries that it starts work on from
   * there, `settled` waits for them.
   *
   * @returns what each statement did
   * @throws KsqlError with its place in the text; the statements before the refused one stay done
   * @example
   * ```ts
   * import { openDatabase } from 'ksqlite';
   *
   * const db = await openDatabase();
   * const [, heat] = await db.execute(`
   *   CREATE STREAM readings (sensor VARCHAR KEY, celsius DOUBLE)
   *     WITH (KAFKA_TOPIC = 'readings', VALUE_FORMAT = 'JSON', PARTITIONS = 4);
   *   CREATE TABLE heat AS SELECT sensor, MAX(celsius) AS highest FROM readings GROUP BY sensor;`);
   * console.log(heat?.message); // Created query with ID CTAS_HEAT_1
   * await db.close();
   * ```
   */
  async execute(sql: string, options: ExecuteOptions = {}): Promise<readonly StatementResult[]> {
    const done = await this.#engine.execute(sql, options);
    return done.map(({ sql: text, message, effect }) => ({ sql: text, message, queryId: effect?.starts }));
  }

  /**
   * Opens a SELECT; SET and DEFINE may stand before it. With EMIT CHANGES it is a push query, that gives rows until it is
   * closed; without, a pull query over what is there now. Rows are given once what they are made of is durable.
   *
   * Where the database was opened with types, the rows of `SELECT * FROM name …` have that source's (see `QueryRow`).
   *
   * @typeParam Row what the caller knows of a row; it is not checked
   * @throws KsqlError for what is wrong with the statement, at once; what the query fails at later, its reader gets
   * @example
   * ```ts
   * import { openDatabase } from 'ksqlite';
   *
   * const db = await openDatabase();
   * await db.execute(`
   *   CREATE STREAM readings (sensor VARCHAR KEY, celsius DOUBLE)
   *     WITH (KAFKA_TOPIC = 'readings', VALUE_FORMAT = 'JSON', PARTITIONS = 4);`);
   * await db.insert('readings', [{ sensor: 'attic', celsius: 31.5 }]);
   * const query = db.query<{ SENSOR: string; CELSIUS: number }>('SELECT * FROM readings EMIT CHANGES LIMIT 1;');
   * for await (const row of query) console.log(row.SENSOR, row.CELSIUS); // attic 31.5
   * const [row] = await db.query('SELECT celsius FROM readings;', { rows: 'arrays' }).all();
   * console.log(row); // [ 31.5 ]
   * await db.close();
   * ```
   */
  query<Row extends RowArray = RowArray>(
    sql: string,
    options: QueryOptions & { readonly rows: 'arrays' },
  ): Query<Row>;
  query<const Sql extends string>(
    sql: Sql,
    options?: QueryOptions & { readonly rows?: 'objects' },
  ): Query<QueryRow<Types, Sql>>;
  query<Row extends object>(sql: string, options?: QueryOptions & { readonly rows?: 'objects' }): Query<Row>;
  query<Row>(sql: string, options: QueryOptions = {}): Query<Row> {
    const { signal, rows = 'objects', maxBufferedRows } = options;
    const session = openSession(options);
    const statement = singleQueryScript(
      sql,
      session,
      this.#engine,
      (one) => hasRole(one.statement, 'session'),
      (one) => this.#engine.run(one, session),
    );
    const given = maxBufferedRows === undefined ? {} : { maxBufferedRows };
    return new Query(this.#engine.openQuery(statement, session, given), rows, signal);
  }

  /**
   * Inserts rows into a stream or a table, all or none, as INSERT … VALUES would: a column that is not given is NULL,
   * `ROWTIME` (ms since the epoch) is the record's time, else it is the clock's. Resolves once they are durable. Waits
   * before it begins while the statements are far behind.
   *
   * @param source of a stream or table that takes rows: no SOURCE, no windows
   * @param rows by column name, values as `Value` says
   * @throws KsqlError SQL_UNKNOWN_SOURCE; SQL_UNKNOWN_COLUMN, SQL_TYPE or SQL_INVALID, which says of which row; LOG_IO
   * @example
   * ```ts
   * import { openDatabase } from 'ksqlite';
   *
   * const db = await openDatabase();
   * await db.execute(`
   *   CREATE TABLE prices (item VARCHAR PRIMARY KEY, price DECIMAL(8, 2), tags ARRAY<VARCHAR>)
   *     WITH (KAFKA_TOPIC = 'prices', VALUE_FORMAT = 'JSON', PARTITIONS = 1);`);
   * await db.insert('prices', [
   *   { item: 'wheel', price: '12.50', tags: ['front', 'left'] },
   *   { item: 'engine', price: 99, rowtime: Date.parse('2026-05-26T12:00:00Z') },
   * ]);
   * await db.close();
   * ```
   */
  async insert<Name extends SourceName<Types>>(
    source: Name,
    rows: readonly InsertRow<Types, Name>[],
  ): Promise<void> {
    const { scheduler } = this.#engine;
    const target = this.#source(source);
    while (isBehind(scheduler)) await moreRead(scheduler);
    insertRows(this.#engine, target, rows);
    await scheduler.settled();
  }

  /** The streams and tables, in the order in which they were made. */
  sources(): readonly SourceDescription[] {
    return this.#engine.sources().map(describedSource);
  }

  /** The persistent queries, in the order in which they were started. */
  queries(): readonly QueryDescription[] {
    const known = new Set(this.#engine.sources().map(({ name }) => name));
    return [
      ...this.#engine.queries().map((query) => describedQuery(query, known)),
      ...this.#engine.brokenStatements().flatMap(describedBroken),
    ];
  }

  /**
   * The reader that statements read this source's topic with: what it can't read, they pass over.
   *
   * @throws KsqlError SQL_UNKNOWN_SOURCE
   * @example
   * ```ts
   * import { openDatabase } from 'ksqlite';
   *
   * const db = await openDatabase();
   * await db.execute(`
   *   CREATE STREAM readings (sensor VARCHAR KEY, celsius DOUBLE)
   *     WITH (KAFKA_TOPIC = 'readings', VALUE_FORMAT = 'JSON', PARTITIONS = 1);`);
   * await db.topics.produce([{ topic: 'readings', key: 'attic', value: '{"celsius":"warm"}' }]);
   * const [record] = await db.topics.read('readings', 0, 0, 1);
   * const read = record && db.recordReader('readings').read(record);
   * console.log(read && 'unreadable' in read); // true
   * await db.close();
   * ```
   */
  recordReader(source: string): RecordReader {
    return recordReader(this.#source(source));
  }

  /**
   * A client of the topics of its own, for a part of a program that is closed by itself: closing it ends its subscriptions
   * alone. All clients share the consumer groups.
   */
  connectTopics(): Topics {
    const client = this.#embedded.connect();
    this.#clients.add(client);
    return client;
  }

  /**
   * The connectors: those that CREATE CONNECTOR made, and that start again with the folder. Their code is loaded with the first that
   * asks.
   */
  connectors(): Promise<ConnectWorker> {
    this.#worker ??= this.#hostConnectors();
    return this.#worker;
  }

  /** How many durable records a topic has ever had, over all partitions; 0 when there is no such topic. Reads nothing. */
  countRecords(topic: string): number {
    let count = 0;
    for (const { highWatermark } of this.#engine.log.topics.get(topic)?.partitions ?? [])
      count += highWatermark;
    return count;
  }

  /** Calls `listener` each time something became durable; gives what ends that. The listener must not throw. */
  onCommit(listener: () => void): () => void {
    return this.#engine.log.onCommitted(listener);
  }

  /**
   * Resolves once the queries have read all there is, and what they made of it is durable; those left out that are paused or
   * in state ERROR. Never where queries feed each other in a circle (`INSERT INTO a SELECT * FROM a`).
   *
   * @throws KsqlError LOG_IO, LOG_CLOSED, LOG_DAMAGED
   * @example
   * ```ts
   * import { openDatabase } from 'ksqlite';
   *
   * const db = await openDatabase();
   * await db.execute(`
   *   CREATE STREAM readings (sensor VARCHAR KEY, celsius DOUBLE)
   *     WITH (KAFKA_TOPIC = 'readings', VALUE_FORMAT = 'JSON', PARTITIONS = 4);
   *   CREATE TABLE heat AS SELECT sensor, COUNT(*) AS times FROM readings GROUP BY sensor;`);
   * await db.insert('readings', [{ sensor: 'attic', celsius: 31 }, { sensor: 'attic', celsius: 32 }]);
   * await db.settled();
   * console.log(await db.query('SELECT * FROM heat;').all()); // [ { SENSOR: 'attic', TIMES: 2 } ]
   * await db.close();
   * ```
   */
  async settled(): Promise<void> {
    await caughtUp(this.#engine.scheduler);
  }

  /**
   * Ends open queries and subscriptions, makes durable what was done and gives the folder back. More than once as well.
   *
   * @throws KsqlError LOG_IO when the disk refuses; the folder is given back all the same
   */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** `await using db = await openDatabase()` closes it at the end of the block. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #hostConnectors(): Promise<ConnectWorker> {
    const { hostConnectors } = await import('./host-connectors.ts');
    const { sqlReader } = await import('./connectors/sql-reader.ts');
    this.#runningWorker = await hostConnectors({
      ...this.#hosting,
      connectTopics: () => this.connectTopics(),
      readSql: sqlReader(() => this.#engine.sources()),
      lag: (group, topics) => lagOfGroup(this.#engine.log, group, topics),
    });
    return this.#runningWorker;
  }

  async #close(): Promise<void> {
    try {
      await (await this.#worker?.catch(() => undefined))?.close();
      for (const client of this.#clients) await client.close();
      await this.#engine.close();
    } finally {
      this.#release();
    }
  }

  #source(name: string): Source {
    return sourceNamed(this.#engine.sources(), name);
  }
}
