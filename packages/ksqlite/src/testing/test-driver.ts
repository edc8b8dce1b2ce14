import './load-all-formats.ts';
import type { Database } from '../database/database.ts';
import { engineOf } from '../database/engine-of.ts';
import { insertRows } from '../database/insert-rows.ts';
import { type DiskOptions, openOnDisk } from '../database/open-on-disk.ts';
import type { DatabaseOptions, ExecuteOptions, StatementResult } from '../database/options.ts';
import { recordReader } from '../database/record-reader.ts';
import { sourceNamed } from '../database/source-named.ts';
import type { RowObject } from '../database/values/value.ts';
import type { Engine, ProcessingError } from '../engine/engine.ts';
import type { ReplayCache } from '../engine/replay-cache.ts';
import { KsqlError } from '../errors/ksql-error.ts';
import type { PartitionLog } from '../log/topics/partition-log.ts';
import type { Source } from '../metastore/source.ts';
import { type ScriptStatement, scriptStatements } from '../statements/session/script-statements.ts';
import { openSession, type Session } from '../statements/session/session.ts';
import { appendRecords } from '../topics/embedded/append-records.ts';
import { topicRecord } from '../topics/embedded/read-committed.ts';
import type { OutgoingRecord, TopicRecord } from '../topics/port.ts';
import { inOnePartition } from './one-partition.ts';
import { type DrivenRow, drivenRow, newestRows } from './read-rows.ts';
import { TestDisk } from './test-disk.ts';

/** How a driver is opened. */
export interface TestDriverOptions
  extends Pick<DatabaseOptions, 'properties' | 'random' | 'retentionMs'>,
    Pick<DiskOptions, 'functions'> {
  /** A script that is run at once. */
  readonly sql?: string;
  /** Where the wall clock stands, ms since the epoch; default: the first moment of 2026, UTC. */
  readonly now?: number;
  /** Of topics that statements read and do not make: they are made with so many. Default: 1. */
  readonly partitions?: number;
  /**
   * Every topic has one partition, whatever statements say, so that the records of a topic have one order: as under Kafka Streams'
   * TopologyTestDriver. Default: false, topics have as many as statements say.
   */
  readonly onePartition?: boolean;
  /** @internal What is on its disk at first: `files` of another driver. */
  readonly files?: ReadonlyMap<string, Buffer>;
  /** @internal Shared by drivers and restarts of the same statements: plans are made once. */
  readonly replayCache?: ReplayCache;
}

/** How a restart goes. */
export interface RestartOptions {
  /**
   * The process is killed while it writes: of what came since the last `commit` or restart the first bytes alone are on the
   * disk. 0: nothing of it. Default: a clean restart, that keeps everything.
   */
  readonly keptBytes?: number;
}

const START = Date.UTC(2026, 0, 1);

/**
 * Opens a driver: SQL to be tested, in memory, with time that the test moves. As Kafka Streams' TopologyTestDriver: all
 * that follows from a call is done when it returns, nothing happens in between, and nothing needs to be awaited.
 *
 * @throws KsqlError for what is wrong with the SQL
 * @example
 * ```ts
 * import { openTestDriver } from 'ksqlite/testing';
 *
 * const driver = openTestDriver({
 *   sql: `
 *     CREATE STREAM clicks (page VARCHAR KEY, who VARCHAR)
 *       WITH (KAFKA_TOPIC = 'clicks', VALUE_FORMAT = 'JSON', PARTITIONS = 1);
 *     CREATE TABLE visits AS SELECT page, COUNT(*) AS n FROM clicks
 *       WINDOW TUMBLING (SIZE 10 SECONDS) GROUP BY page EMIT CHANGES;`,
 *   now: 0,
 * });
 * driver.pipe('clicks', [{ page: '/', who: 'ada' }]);
 * driver.advanceTime(12_000);
 * driver.pipe('clicks', [{ page: '/', who: 'bob' }]);
 * console.log(driver.rows('visits').map((row) => [row.WINDOWSTART, row.N])); // [ [ 0, 1 ], [ 10000, 1 ] ]
 * driver.close();
 * ```
 */
export const openTestDriver = (options: TestDriverOptions = {}): TestDriver => new TestDriver(options);

/** Cycles without fewer records left than before: of about 500 records each. */
const MOST_CYCLES = 1_000;

/** See `openTestDriver`. Names are as in SQL, or exactly as they were declared in backticks. */
export class TestDriver implements Disposable {
  readonly #options: TestDriverOptions;
  readonly #disk: TestDisk;
  readonly #errors: ProcessingError[] = [];
  /** By partition's name: the offset behind what `read` and `readTopic` gave. */
  readonly #read = new Map<string, number>();
  readonly #roundRobin = { next: 0 };
  #now: number;
  #database: Database;
  #engine: Engine;
  #failure: { readonly error: unknown } | undefined;

  /** @internal `openTestDriver` is for others. */
  constructor(options: TestDriverOptions) {
    this.#options = options;
    this.#now = options.now ?? START;
    this.#disk = new TestDisk(options.files);
    this.#database = this.#open();
    this.#engine = engineOf(this.#database);
    if (options.sql !== undefined) this.execute(options.sql);
  }

  /** The database below it, for what is asynchronous: queries, subscriptions, ksqlDB's server. A restart makes a new one. */
  get database(): Database {
    return this.#database;
  }

  /** Where the wall clock stands, ms since the epoch. */
  get now(): number {
    return this.#now;
  }

  /**
   * Runs a script, and the queries that it starts over what is there.
   *
   * @throws KsqlError with its place; the statements before the refused one stay done
   */
  execute(sql: string, options: ExecuteOptions = {}): readonly StatementResult[] {
    return this.executeIn(openSession(options), sql);
  }

  /** @internal As `execute`, in a session that others execute in, too: what SET and DEFINE say there holds for them. */
  executeIn(session: Session, sql: string): readonly StatementResult[] {
    const done: StatementResult[] = [];
    const script = this.#options.onePartition === true ? inOnePartition(sql) : sql;
    try {
      for (const statement of scriptStatements(script, session, this.#engine)) {
        this.#makeTopic(statement);
        const { sql: text, message, effect } = this.#engine.run(statement, session);
        done.push({ sql: text, message, queryId: effect?.starts });
      }
    } finally {
      this.#run();
    }
    return done;
  }

  /**
   * Inserts rows into a stream or table, as `Database.insert` does, and runs all that follows from them.
   *
   * @param rows by column name; `rowtime`, ms since the epoch, is a record's time, else it is the driver's clock's
   * @throws KsqlError SQL_UNKNOWN_SOURCE, SQL_UNKNOWN_COLUMN, SQL_TYPE, SQL_INVALID
   */
  pipe(source: string, rows: Iterable<object>): void {
    insertRows(this.#engine, this.#source(source), rows);
    this.#run();
  }

  /**
   * Appends raw records to topics, and runs all that follows from them: for values that no row makes, such as what can't be
   * read, or null, which deletes a table's row.
   *
   * @throws KsqlError TOPIC_UNKNOWN
   * @example
   * ```ts
   * import { openTestDriver } from 'ksqlite/testing';
   *
   * const driver = openTestDriver({
   *   sql: `CREATE TABLE prices (item VARCHAR PRIMARY KEY, price INT)
   *           WITH (KAFKA_TOPIC = 'prices', VALUE_FORMAT = 'JSON', PARTITIONS = 1);
   *         CREATE TABLE dear AS SELECT item, price FROM prices WHERE price > 10;`,
   * });
   * driver.produce([
   *   { topic: 'prices', key: 'wheel', value: '{"price":12}' },
   *   { topic: 'prices', key: 'wheel', value: null },
   *   { topic: 'prices', key: 'engine', value: '{"price":"a lot"}' },
   * ]);
   * console.log(driver.read('dear').map(({ value }) => value)); // [ { PRICE: 12 }, null ]
   * console.log(driver.errors().length); // 1
   * driver.close();
   * ```
   */
  produce(records: readonly OutgoingRecord[]): void {
    appendRecords(this.#engine.log, records, this.#now, this.#roundRobin);
    this.#run();
  }

  /**
   * What came on a source's topic since it was last read, decoded: partition after partition, each in its order.
   *
   * @throws KsqlError SQL_UNKNOWN_SOURCE; Error for a record that statements over the source can't read
   */
  read(source: string): readonly DrivenRow[] {
    const known = this.#source(source);
    const reader = recordReader(known);
    return this.readTopic(known.topic).map((record) => drivenRow(reader, record));
  }

  /**
   * What came on a topic since it was last read, as bytes. `read` and this one share the place.
   *
   * @throws KsqlError TOPIC_UNKNOWN
   */
  readTopic(topic: string): readonly TopicRecord[] {
    return this.#partitions(topic).flatMap((partition) => {
      const name = `${topic}/${partition.partition}`;
      const from = this.#read.get(name) ?? 0;
      this.#read.set(name, partition.logEndOffset);
      return recordsOf(partition, from);
    });
  }

  /**
   * The rows of a table as they are now: of each key (and window) the newest, as `SELECT *` gives them, with WINDOWSTART and
   * WINDOWEND. Works for every table, also where a pull query does not. What `read` gives next stays the same.
   *
   * @throws KsqlError SQL_UNKNOWN_SOURCE
   */
  rows(table: string): readonly RowObject[] {
    const source = this.#source(table);
    const reader = recordReader(source);
    const records = this.#partitions(source.topic).flatMap((partition) => recordsOf(partition, 0));
    return newestRows(records.map((record) => drivenRow(reader, record)));
  }

  /** Moves the wall clock. @param ms how far; not back */
  advanceTime(ms: number): void {
    if (!(ms >= 0)) throw new RangeError('the clock does not go back: ms must be 0 or more');
    this.#now += ms;
    this.#run();
  }

  /**
   * Moves the time of all queries on without a record: windows whose grace is over by then are closed and final results
   * given, and outer joins report what found no match. What comes later with earlier times is late.
   *
   * @param timestamp ms since the epoch; where a query has got further by itself, nothing changes there
   * @example
   * ```ts
   * import { openTestDriver } from 'ksqlite/testing';
   *
   * const driver = openTestDriver({
   *   sql: `CREATE STREAM clicks (page VARCHAR KEY) WITH (KAFKA_TOPIC = 'clicks', VALUE_FORMAT = 'JSON', PARTITIONS = 1);
   *         CREATE TABLE visits AS SELECT page, COUNT(*) AS n FROM clicks
   *           WINDOW TUMBLING (SIZE 10 SECONDS, GRACE PERIOD 0 SECONDS) GROUP BY page EMIT FINAL;`,
   * });
   * driver.pipe('clicks', [{ page: '/', rowtime: 1_000 }]);
   * console.log(driver.read('visits').length); // 0
   * driver.advanceStreamTime(10_000);
   * console.log(driver.read('visits').length); // 1
   * driver.close();
   * ```
   */
  advanceStreamTime(timestamp: number): void {
    this.#check();
    this.#engine.scheduler.advance(timestamp);
    this.#run();
  }

  /** Closes all windows and outer joins: as `advanceStreamTime`, to the end of time. */
  flush(): void {
    this.advanceStreamTime(Number.MAX_SAFE_INTEGER);
  }

  /** Makes durable what was done so far: a later restart at a torn write does not take it back. */
  async commit(): Promise<void> {
    this.#check();
    if (this.#engine.log.dirty()) await this.#engine.log.commit();
    this.#disk.markSafe();
  }

  /** @internal Makes durable what was done so far, and gives what the disk holds then. */
  async files(): Promise<ReadonlyMap<string, Buffer>> {
    await this.commit();
    return this.#disk.files();
  }

  /**
   * Ends the process and opens the database again on what it left on its disk.
   *
   * @example
   * ```ts
   * import { openTestDriver } from 'ksqlite/testing';
   *
   * const driver = openTestDriver({
   *   sql: `CREATE STREAM s (v INT) WITH (KAFKA_TOPIC = 's', VALUE_FORMAT = 'JSON', PARTITIONS = 1);
   *         CREATE STREAM doubled AS SELECT v * 2 AS v FROM s;`,
   * });
   * driver.pipe('s', [{ v: 1 }]);
   * await driver.restart();
   * driver.pipe('s', [{ v: 2 }]);
   * await driver.restart({ keptBytes: 20 });
   * console.log(driver.read('doubled').map(({ value }) => value)); // [ { V: 2 } ]
   * driver.close();
   * ```
   */
  async restart({ keptBytes }: RestartOptions = {}): Promise<void> {
    this.#check();
    if (this.#engine.log.dirty()) await this.#engine.log.commit();
    if (keptBytes !== undefined) this.#disk.tear(keptBytes);
    this.#leave();
    this.#database = this.#open();
    this.#engine = engineOf(this.#database);
    this.#disk.markSafe();
    // what was read and torn off comes again
    for (const { name, partitions } of this.#engine.log.topics.values())
      for (const { partition, logEndOffset } of partitions)
        this.#read.set(
          `${name}/${partition}`,
          Math.min(logEndOffset, this.#read.get(`${name}/${partition}`) ?? 0),
        );
    this.#run();
  }

  /** Records that were passed over and expressions that failed, since the driver was opened, oldest first. */
  errors(): readonly ProcessingError[] {
    return [...this.#errors];
  }

  /** Ends open queries and lets all go. */
  close(): void {
    this.#failure ??= { error: new KsqlError('LOG_CLOSED', 'the driver was closed') };
    this.#leave();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #open(): Database {
    const { functions, properties, random = () => 0.5, retentionMs, replayCache } = this.#options;
    return openOnDisk(this.#disk.mount(), {
      ...(functions === undefined ? {} : { functions }),
      ...(properties === undefined ? {} : { properties }),
      ...(replayCache === undefined ? {} : { replayCache }),
      random,
      retentionMs,
      now: () => this.#now,
      onProcessingError: (error) => this.#errors.push(error),
      // a test is not to pass because its query wrote nothing
      onQueryError: ({ queryId, error }) => {
        this.#failure ??= { error: new Error(`${queryId} is in state ERROR: ${error.errorMessage}`) };
      },
      onFailure: (error) => {
        this.#failure ??= { error };
      },
    });
  }

  /** The database is not waited for: under a test framework's own timers it would not end. */
  #leave(): void {
    const left = this.#database;
    this.#disk.mount();
    left.close().catch(() => undefined);
  }

  /** Lets the statements read all there is. */
  #run(): void {
    this.#check();
    const { scheduler } = this.#engine;
    let least = Number.POSITIVE_INFINITY;
    let cycles = 0;
    do {
      scheduler.cycle();
      const left = scheduler.backlog();
      cycles = left < least ? 0 : cycles + 1;
      least = Math.min(least, left);
      if (cycles === MOST_CYCLES)
        throw new Error('the statements never come to an end: some of them feed each other in a circle');
    } while (least > 0);
    // what queries and subscriptions of `database` give is committed: that happens when the test awaits
    scheduler.wake();
  }

  #check(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  #makeTopic({ statement }: ScriptStatement): void {
    if (statement.kind !== 'CreateSource') return;
    const property = (name: string) => statement.properties.find((one) => one.name.text === name)?.value;
    const topic = String(property('KAFKA_TOPIC') ?? statement.name.text);
    const { log } = this.#engine;
    if (property('PARTITIONS') === undefined && !log.topics.has(topic))
      log.createTopic(topic, this.#options.partitions ?? 1);
  }

  #source(name: string): Source {
    this.#check();
    return sourceNamed(this.#engine.sources(), name);
  }

  #partitions(topic: string): readonly PartitionLog[] {
    this.#check();
    const partitions = this.#engine.log.topics.get(topic)?.partitions;
    if (partitions === undefined) throw new KsqlError('TOPIC_UNKNOWN', `there is no topic ${topic}`);
    return partitions;
  }
}

/** Also those that are not durable yet: a driver's reader is part of its process. */
function recordsOf(partition: PartitionLog, from: number): readonly TopicRecord[] {
  const first = Math.max(from, partition.logStartOffset);
  return Array.from({ length: Math.max(0, partition.logEndOffset - first) }, (_, i) =>
    topicRecord(partition, partition.get(first + i)),
  );
}
