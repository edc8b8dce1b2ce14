import { type Clock, systemClock } from '../../../src/clock/index.ts';
import type { JsonValue } from '../../../src/connect/data.ts';
import type { SourceRecord, SourceTask } from '../../../src/connect/port.ts';
import { loadPg, type PgClient } from '../../../src/connect/postgres/client/pg-package.ts';
import { postgresConnector } from '../../../src/connect/postgres/postgres-connector.ts';
import { type Logger, SILENT } from '../../../src/logging/logger.ts';

/** A client of a test's own, that reads all values as text. */
export async function connect(port: number, database = 'postgres'): Promise<PgClient> {
  const { Client } = await loadPg();
  const client = new Client({
    host: '127.0.0.1',
    port,
    user: 'postgres',
    password: undefined,
    database,
    ssl: false,
    options: '',
    application_name: 'test',
    keepAlive: true,
    connectionTimeoutMillis: 60_000,
    types: { getTypeParser: () => (text) => text },
  });
  client.on('error', () => {});
  await client.connect();
  return client;
}

export interface RunOptions {
  readonly offset?: JsonValue | undefined;
  readonly log?: Logger;
  readonly clock?: Clock;
  readonly name?: string;
}

/** The connector's keys that all tests give. */
export const keysFor = (port: number, database: string): Readonly<Record<string, string>> => ({
  'database.hostname': '127.0.0.1',
  'database.port': String(port),
  'database.user': 'postgres',
  'database.dbname': database,
  'topic.prefix': 'shop',
  'slot.name': `slot_of_${database}`,
  'publication.name': 'shop',
});

/** A task as the runner runs it: what a batch gave is durable, and told so, before the next is asked for. */
export class RunningConnector {
  readonly records: SourceRecord[] = [];
  readonly #task: SourceTask;
  readonly #abort: AbortController;
  offset: JsonValue | undefined;

  private constructor(task: SourceTask, abort: AbortController, offset: JsonValue | undefined) {
    this.#task = task;
    this.#abort = abort;
    this.offset = offset;
  }

  static async start(
    keys: Readonly<Record<string, string>>,
    options: RunOptions = {},
  ): Promise<RunningConnector> {
    const abort = new AbortController();
    const { offset, log = SILENT, clock = systemClock, name = 'rec' } = options;
    const context = { name, clock, log, signal: abort.signal, offset };
    const task = await postgresConnector.start(postgresConnector.config.parse(keys), context);
    return new RunningConnector(task, abort, offset);
  }

  /** One batch; its records are durable when this resolves. */
  async step(): Promise<readonly SourceRecord[]> {
    const batch = await this.#task.poll(this.#abort.signal);
    if (batch === undefined) return [];
    this.records.push(...batch.records);
    this.offset = batch.offset;
    await this.#task.committed?.(batch.offset);
    return batch.records;
  }

  async until(done: (records: readonly SourceRecord[]) => boolean): Promise<void> {
    while (!done(this.records)) await this.step();
  }

  /** As a kill between a poll and its commit: what it gave is not written. */
  async lose(): Promise<void> {
    await this.#task.poll(this.#abort.signal);
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    await this.#task.stop();
  }
}
