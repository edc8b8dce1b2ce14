/**
 * A source of PostgreSQL's changes: first the rows that are there, as they were when a replication slot was made, then all that was
 * committed since, in the order of commits.
 *
 * What must stay true: nothing is acknowledged to the server before it is durable; each change is in exactly one batch, whatever is
 * killed when; a server that can't have what follows the offset is refused, in words.
 */
import { randomUUID } from 'node:crypto';
import { ConnectorError } from '../connector-error.ts';
import type { JsonValue } from '../data.ts';
import type { SourceBatch, SourceContext, SourceRecord, SourceTask } from '../port.ts';
import { openClient, rowsOf } from './client/open-client.ts';
import type { PgClient } from './client/pg-package.ts';
import { type Filters, filtersOf } from './config/filters.ts';
import type { PostgresConfig } from './config/postgres-config.ts';
import { RecordMaker } from './envelope/records.ts';
import { originOf } from './envelope/source-block.ts';
import { offsetJson, type PostgresOffset, readOffset } from './offset.ts';
import type { PgOutputMessage } from './pgoutput/message.ts';
import { checkOffset } from './snapshot/check-offset.ts';
import { createSlot, dropSlot, ensurePublication, identify, readSlot, type Server } from './snapshot/slot.ts';
import { SnapshotReader, type SnapshotTable } from './snapshot/snapshot.ts';
import { ChangeStream } from './stream/change-stream.ts';
import { ReplicationStream } from './stream/replication.ts';
import { SlotWatch } from './stream/slot-watch.ts';
import { ordersOf, StreamedTables } from './stream/tables-streamed.ts';
import { describeTable, type TableNames } from './tables/describe-table.ts';
import { type PublishedTable, readFacts, readTables, readTypes } from './tables/read-catalogue.ts';
import type { Types } from './types/type-info.ts';
import { warnOnce } from './warn-once.ts';

/** From here on the server has what PostgreSQL 14 says of messages. */
const HAS_MESSAGES = 140_000;

/** @throws as SourceConnector.start */
export async function startPostgres(config: PostgresConfig, context: SourceContext): Promise<SourceTask> {
  const task = new PostgresTask(config, context);
  try {
    await task.start();
    return task;
  } catch (error) {
    await task.stop();
    throw error;
  }
}

/** Rows that are read, and what their records say of where they come from. */
interface Snapshot {
  readonly reader: SnapshotReader;
  readonly origin: ReturnType<typeof originOf>;
  readonly lsn: number;
}
interface Streaming {
  readonly replication: ReplicationStream;
  readonly changes: ChangeStream;
}

class PostgresTask implements SourceTask {
  readonly #config: PostgresConfig;
  readonly #context: SourceContext;
  readonly #records: RecordMaker;
  readonly #filters: Filters;
  readonly #warn: (message: string) => void;
  readonly #clients: PgClient[] = [];
  readonly #timers: (() => void)[] = [];
  #stopped = false;
  #lost: Error | undefined;
  #queries: PgClient | undefined;
  #server: Server = { system: '', timeline: 0, version: 0 };
  #types: Types = new Map();
  #published: ReadonlySet<string> = new Set();
  #snapshot: Snapshot | undefined;
  #offset: PostgresOffset | undefined;
  #streaming: Streaming | undefined;
  #pending: PgOutputMessage[] = [];
  #at = 0;
  /** When it is time to say something although nothing changed, ms. */
  #heartbeatAt: number;
  #idleAt: number;

  constructor(config: PostgresConfig, context: SourceContext) {
    const { clock, log } = context;
    this.#config = config;
    this.#context = context;
    this.#filters = filtersOf(config.filters);
    this.#warn = warnOnce(log);
    this.#records = new RecordMaker({ config, clock, warn: this.#warn });
    this.#heartbeatAt = clock.now() + config.heartbeatMs;
    this.#idleAt = clock.now() + config.statusMs;
  }

  async start(): Promise<void> {
    const { snapshotMode } = this.#config;
    const queries = await this.#open('queries');
    this.#queries = queries;
    for (const statement of this.#config.initialStatements) await queries.query(statement);
    const replication = await this.#open('replication');
    this.#server = await identify(replication);
    this.#types = await readTypes(queries);
    const tables = await this.#takenTables(queries);
    this.#published = await ensurePublication(queries, this.#config, tables);

    let slot = await readSlot(queries, this.#config);
    const stored =
      this.#context.offset === undefined || snapshotMode === 'always'
        ? undefined
        : readOffset(this.#context.offset);
    const refusal = stored === undefined ? undefined : checkOffset(this.#config, stored, this.#server, slot);
    if (refusal !== undefined && snapshotMode !== 'when_needed') throw new ConnectorError(refusal);
    if (refusal !== undefined)
      this.#context.log.warn(`${refusal}; snapshot.mode=when_needed: all rows are read again`);
    if (slot?.active)
      throw new Error(
        `the replication slot ${this.#config.slot} is in use: by another connector, or by a connection of this one that the server has not missed yet`,
      );
    const offset = refusal === undefined ? stored : undefined;
    // a slot that the server has invalidated can't be used again
    if (slot?.state === 'lost') {
      await dropSlot(queries, this.#config.slot);
      slot = undefined;
    }
    const made = slot === undefined ? await createSlot(replication, this.#config.slot, 'kept') : undefined;
    this.#offset = offset ?? this.#firstOffset(made?.lsn ?? 0);
    if (offset === undefined ? snapshotMode !== 'no_data' : offset.snapshot?.complete === false)
      await this.#beginSnapshot();
    this.#every(this.#config.statusMs, () => this.#streaming?.replication.tell());
    const watch = new SlotWatch(queries, this.#config, this.#context.log);
    this.#every(watch.everyMs, () => watch.look());
    const { heartbeatMs, heartbeatQuery } = this.#config;
    if (heartbeatMs > 0 && heartbeatQuery !== undefined)
      this.#every(
        heartbeatMs,
        () =>
          void queries
            .query(heartbeatQuery)
            .catch((error: Error) => this.#warn(`heartbeat.action.query failed: ${error.message}`)),
      );
  }

  async poll(signal: AbortSignal): Promise<SourceBatch | undefined> {
    while (!signal.aborted) {
      if (this.#lost !== undefined) throw this.#lost;
      if (this.#snapshot !== undefined) return this.#readRows(this.#snapshot);
      if (this.#streaming === undefined) {
        if (this.#config.snapshotMode === 'initial_only') {
          await this.#wait(signal);
          continue;
        }
        this.#streaming = await this.#beginStreaming();
      }
      const batch = await this.#readChanges(this.#streaming);
      if (batch !== undefined) return batch;
      await this.#streaming.replication.wait((wake) => this.#wakeUp(signal, wake));
    }
    return undefined;
  }

  async committed(offset: JsonValue): Promise<void> {
    this.#streaming?.replication.flush(readOffset(offset).flush);
  }

  async stop(): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    for (const cancel of this.#timers.splice(0)) cancel();
    const queries = this.#queries;
    // the slot is free once its connection has ended
    for (const client of this.#clients.splice(0).reverse()) {
      if (client === queries && this.#config.dropSlotOnStop)
        await dropSlot(client, this.#config.slot).catch((error: Error) =>
          this.#context.log.warn(`the slot is not dropped: ${error.message}`),
        );
      if (client !== queries) client.connection.stream.destroy();
      else await client.end().catch(() => {});
    }
  }

  async #open(kind: 'queries' | 'replication'): Promise<PgClient> {
    const client = await openClient(this.#config, kind, (error, lost) => {
      // one that was closed here is not missed
      if (this.#stopped || !this.#clients.includes(lost)) return;
      this.#lost ??= error;
      this.#streaming?.replication.lost(error);
    });
    this.#clients.push(client);
    return client;
  }

  /** Of a snapshot that has read nothing, or where the slot begins. */
  #firstOffset(lsn: number): PostgresOffset {
    const { system, timeline } = this.#server;
    return { system, timeline, lsn, index: 0, flush: lsn };
  }

  get #tableNames(): TableNames {
    const { prefix, topicDelimiter: delimiter, types: settings } = this.#config;
    return { prefix, delimiter, settings, warn: this.#warn, takesColumn: this.#filters.column };
  }

  /** A slot that goes with its connection gives the moment: also where the slot that is kept was there before. */
  async #beginSnapshot(): Promise<void> {
    const maker = await this.#open('replication');
    const { lsn, snapshot } = await createSlot(
      maker,
      `ksqlite_${randomUUID().replaceAll('-', '_')}`,
      'temporary',
    );
    const client = await this.#open('queries');
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await client.query(`SET TRANSACTION SNAPSHOT '${snapshot}'`);
    const [row] = await rowsOf(
      client,
      `SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::int8, txid_snapshot_xmax(txid_current_snapshot())`,
    );
    const offset = this.#offset ?? this.#firstOffset(lsn);
    const before = offset.snapshot?.segments ?? [];
    if (before.length > 0) this.#context.log.info('the snapshot is continued where it was interrupted');
    const tables = await this.#snapshotTables(client);
    const reader = new SnapshotReader(client, tables, lsn, this.#config.fetchSize, before);
    const { prefix: name, database } = this.#config;
    this.#snapshot = {
      reader,
      lsn,
      origin: originOf({
        name,
        database,
        commitUs: Number(row?.[0]),
        xid: Number(row?.[1]),
        lastCommit: undefined,
      }),
    };
    this.#offset = { ...offset, ...(before.length > 0 ? {} : { lsn, index: 0 }) };
    await closeClient(this.#clients, maker);
  }

  /** Those that the lists of the configuration take. */
  async #takenTables(client: PgClient): Promise<readonly PublishedTable[]> {
    return (await readTables(client)).filter(({ schema, table }) => this.#filters.table(schema, table));
  }

  async #snapshotTables(client: PgClient): Promise<readonly SnapshotTable[]> {
    const tables: SnapshotTable[] = [];
    for (const { oid, schema, table: name, columns } of await this.#takenTables(client)) {
      if (!this.#published.has(`${schema}.${name}`)) {
        this.#warn(
          `table ${schema}.${name} is not in the publication ${this.#config.publication}: its rows are read, its changes will not come`,
        );
      }
      const facts = await readFacts(client, oid);
      const table = describeTable(schema, name, columns, facts, this.#types, this.#tableNames);
      tables.push({
        table,
        columns: columns.map((column) => column.name),
        orders: ordersOf(table, columns, this.#types),
      });
    }
    return tables;
  }

  async #readRows({ reader, origin, lsn }: Snapshot): Promise<SourceBatch> {
    const batch = await reader.next();
    const offset = this.#offset ?? this.#firstOffset(lsn);
    if (batch === undefined) {
      this.#snapshot = undefined;
      for (const client of this.#clients.slice(2)) await closeClient(this.#clients, client);
      this.#offset = { ...offset, snapshot: { complete: true, segments: [...reader.segments] } };
      this.#context.log.info('the snapshot is complete: changes are streamed from here on');
      return { records: [], offset: offsetJson(this.#offset) };
    }
    this.#offset = { ...offset, snapshot: { complete: false, segments: [...batch.segments] } };
    return {
      records: batch.rows.map(({ table, row, mark }) =>
        this.#records.snapshot(table, origin, lsn, row, mark),
      ),
      offset: offsetJson(this.#offset),
    };
  }

  async #beginStreaming(): Promise<Streaming> {
    const [queries, client] = this.#clients;
    const offset = this.#offset;
    if (queries === undefined || client === undefined || offset === undefined)
      throw new Error('a task that was not started');
    const tables = new StreamedTables(queries, this.#types, this.#tableNames, this.#filters.table);
    const { prefix, database, skipped } = this.#config;
    const settings = { prefix, database, skipsTruncate: skipped.has('t') };
    const changes = new ChangeStream(tables, this.#records, offset, settings);
    const replication = new ReplicationStream(client, this.#config.queueSize, offset.flush);
    await replication.start(
      this.#config.slot,
      this.#config.publication,
      offset.flush,
      this.#server.version >= HAS_MESSAGES,
    );
    return { replication, changes };
  }

  /** What has come, up to `max.batch.size` changes; undefined: nothing. */
  async #readChanges({ replication, changes }: Streaming): Promise<SourceBatch | undefined> {
    if (this.#at >= this.#pending.length) {
      this.#pending = replication.takeAll();
      this.#at = 0;
    }
    const records: SourceRecord[] = [];
    let message = this.#pending[this.#at];
    while (message !== undefined && records.length < this.#config.batchSize) {
      const done = changes.take(message, records);
      if (done !== undefined) await done;
      message = this.#pending[++this.#at];
    }
    const now = this.#context.clock.now();
    // it waits a while with a place alone: each is a commit
    if (records.length === 0) return now < this.#nextAt ? undefined : this.#idle(changes, replication);
    this.#idleAt = now + this.#config.statusMs;
    this.#heartbeatAt = now + this.#config.heartbeatMs;
    return { records, offset: offsetJson(changes.settle()) };
  }

  /** Nothing of ours has changed: how far the log is by now, so that the server may forget it. */
  #idle(changes: ChangeStream, replication: ReplicationStream): SourceBatch | undefined {
    const now = this.#context.clock.now();
    const before = this.#offset?.flush ?? 0;
    if (changes.idle && this.#at >= this.#pending.length && replication.nothingWaits)
      changes.heard(replication.heardTo);
    const beats = this.#config.heartbeatMs > 0 && now >= this.#heartbeatAt;
    this.#idleAt = now + this.#config.statusMs;
    if (beats) this.#heartbeatAt = now + this.#config.heartbeatMs;
    const offset = changes.settle();
    if (!beats && offset.flush <= before) return undefined;
    this.#offset = offset;
    return { records: beats ? [this.#records.heartbeat()] : [], offset: offsetJson(offset) };
  }

  /** When something is to be said although nothing changed, ms. */
  get #nextAt(): number {
    return this.#config.heartbeatMs > 0 ? Math.min(this.#idleAt, this.#heartbeatAt) : this.#idleAt;
  }

  /** Calls `wake` when the task is to stop, or something is to be said. */
  #wakeUp(signal: AbortSignal, wake: () => void): () => void {
    const { clock } = this.#context;
    const cancel = clock.after(Math.max(0, this.#nextAt - clock.now()), wake);
    signal.addEventListener('abort', wake);
    return () => {
      cancel();
      signal.removeEventListener('abort', wake);
    };
  }

  async #wait(signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      const release = this.#wakeUp(signal, () => {
        release();
        resolve();
      });
    });
  }

  #every(ms: number, act: () => void): void {
    const at = this.#timers.length;
    const again = () => {
      this.#timers[at] = this.#context.clock.after(ms, () => {
        act();
        again();
      });
    };
    again();
  }
}

async function closeClient(clients: PgClient[], client: PgClient): Promise<void> {
  clients.splice(clients.indexOf(client), 1);
  await client.end().catch(() => {});
}
