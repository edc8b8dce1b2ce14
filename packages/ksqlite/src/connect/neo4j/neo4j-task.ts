/**
 * Records to a graph: each topic's Cypher, for the records of a partition in their order, a transaction for each batch.
 *
 * What must stay true: a batch is put whole or not at all. One whose statement fails for what a record is, not for where the server is, is
 * halved until the record is alone: the others are put, that one is reported.
 */
import { ConnectorError } from '../connector-error.ts';
import type { SinkContext, SinkRecord, SinkTask } from '../port.ts';
import { type Driver, loadDriver, type Neo4jPackage, openDriver, type Session } from './driver.ts';
import { eventOf } from './event-of.ts';
import type { Neo4jConfig } from './neo4j-config.ts';
import { putBatch } from './put-batch.ts';
import { statementOf } from './statement-of.ts';

export async function startNeo4j(config: Neo4jConfig, context: SinkContext): Promise<SinkTask> {
  const neo4j = await loadDriver();
  const driver = openDriver(neo4j, config);
  try {
    await setUp(driver, config);
  } catch (error) {
    await driver.close();
    throw error;
  }
  return new Neo4jTask(neo4j, driver, config, context);
}

/** Finds wrong Cypher before the first record does. */
async function setUp(
  driver: Driver,
  { setUp: statements, queries, names, database, uri }: Neo4jConfig,
): Promise<void> {
  const session = sessionOf(driver, database);
  try {
    for (const statement of statements) await session.run(statement);
    for (const [topic, query] of queries) {
      const explained = `EXPLAIN ${statementOf(query, names).replace('$events', '[]')}`;
      await session.run(explained).catch((error: unknown) => {
        if (!isOfStatement(error)) throw error;
        throw new ConnectorError(`neo4j.cypher.topic.${topic}: ${(error as Error).message}`, {
          cause: error,
        });
      });
    }
  } catch (error) {
    if (error instanceof ConnectorError) throw error;
    throw new Error(`${uri}: ${(error as Error).message}`, { cause: error });
  } finally {
    await session.close();
  }
}

const sessionOf = (driver: Driver, database: string | undefined): Session =>
  driver.session({ defaultAccessMode: 'WRITE', ...(database === undefined ? {} : { database }) });

/** What the server says of a statement and its parameters: trying again gives the same. A node that somebody else took away is no such thing. */
const isOfStatement = (error: unknown): boolean =>
  /^Neo\.ClientError\.(Statement\.(?!EntityNotFound)|Schema\.|Procedure\.)/.test(
    String((error as { readonly code?: unknown }).code),
  );

class Neo4jTask implements SinkTask {
  readonly batch;
  readonly #neo4j: Neo4jPackage;
  readonly #driver: Driver;
  readonly #config: Neo4jConfig;
  readonly #context: SinkContext;
  readonly #statements: ReadonlyMap<string, string>;

  constructor(neo4j: Neo4jPackage, driver: Driver, config: Neo4jConfig, context: SinkContext) {
    this.#neo4j = neo4j;
    this.#driver = driver;
    this.#config = config;
    this.#context = context;
    const { queries, names, batchSize } = config;
    this.#statements = new Map([...queries].map(([topic, query]) => [topic, statementOf(query, names)]));
    this.batch = { records: batchSize, bytes: MOST_BYTES, lingerMs: LINGER_MS };
  }

  /** The driver tries again for a while, wherever it waits: who stops the task does not wait for that. */
  async put(records: readonly SinkRecord[], signal: AbortSignal): Promise<void> {
    const work = this.#putAll(records, signal);
    work.catch(() => undefined);
    let abort: () => void = () => undefined;
    const aborted = new Promise<void>((resolve) => {
      abort = resolve;
      if (signal.aborted) resolve();
    });
    signal.addEventListener('abort', abort);
    try {
      await Promise.race([work, aborted]);
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  stop(): Promise<void> {
    return this.#driver.close();
  }

  async #putAll(records: readonly SinkRecord[], signal: AbortSignal): Promise<void> {
    const session = sessionOf(this.#driver, this.#config.database);
    try {
      for (const batch of byPartition(records)) {
        if (signal.aborted) return;
        await this.#put(session, batch);
      }
    } finally {
      await session.close();
    }
  }

  /** @param records of one partition, at least one */
  async #put(session: Session, records: readonly SinkRecord[]): Promise<void> {
    const [first] = records;
    if (first === undefined) return;
    const { topic, partition } = first.origin;
    const statement = this.#statements.get(topic);
    if (statement === undefined)
      throw new ConnectorError(`there is no neo4j.cypher.topic.${topic}: a topic of topics needs one`);
    try {
      const events = records.map((record) => eventOf(this.#neo4j, record));
      await putBatch(session, statement, { topic, partition, events }, this.#config, this.#context);
    } catch (error) {
      if (!isOfStatement(error)) throw error;
      if (records.length === 1) {
        this.#context.report(first, error);
        return;
      }
      const half = records.length >> 1;
      await this.#put(session, records.slice(0, half));
      await this.#put(session, records.slice(half));
    }
  }
}

/** A transaction holds its parameters and its changes in memory. */
const MOST_BYTES = 4 * 1024 * 1024;
const LINGER_MS = 5;

function byPartition(records: readonly SinkRecord[]): readonly (readonly SinkRecord[])[] {
  const partitions = new Map<string, SinkRecord[]>();
  for (const record of records) {
    const name = `${record.origin.topic}/${record.origin.partition}`;
    const known = partitions.get(name);
    if (known === undefined) partitions.set(name, [record]);
    else known.push(record);
  }
  return [...partitions.values()];
}
