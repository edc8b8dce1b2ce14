/**
 * A source of PostgreSQL's changes: first the rows that are there, as they were when a replication slot was made, then all that was
 * committed since, in the order of commits.
 *
 * What must stay true: nothing is acknowledged to the server before it is durable; each change is in exactly one batch, whatever is
 * killed when; a server that can't have what follows the offset is refused, in words.
 */
import { ConnectorError } from '../connector-error.ts';
import type { JsonValue } from '../data.ts';
import type { SourceBatch, SourceContext, SourceTask } from '../port.ts';
import { Connections } from './client/connections.ts';
import type { PgClient } from './client/pg-package.ts';
import { filtersOf } from './config/filters.ts';
import type { PostgresConfig } from './config/postgres-config.ts';
import { RecordMaker } from './envelope/records.ts';
import { offsetJson, type PostgresOffset, readOffset } from './offset.ts';
import { checkOffset } from './snapshot/check-offset.ts';
import { createSlot, dropSlot, ensurePublication, identify, readSlot, type Slot } from './snapshot/slot.ts';
import { SnapshotPhase } from './snapshot/snapshot-phase.ts';
import { SlotWatch } from './stream/slot-watch.ts';
import { StreamingPhase } from './stream/streaming-phase.ts';
import { readTypes } from './tables/read-catalogue.ts';
import { firstOffset, type TaskParts, takenTables } from './task-parts.ts';
import { warnOnce } from './warn-once.ts';

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

class PostgresTask implements SourceTask {
  readonly #config: PostgresConfig;
  readonly #context: SourceContext;
  readonly #connections: Connections;
  readonly #timers: (() => void)[] = [];
  #queries: PgClient | undefined;
  #parts: TaskParts | undefined;
  #offset: PostgresOffset | undefined;
  #snapshot: SnapshotPhase | undefined;
  #streaming: StreamingPhase | undefined;
  #stopped = false;
  #lost: Error | undefined;
  /** Called when a connection is lost. */
  #wake: () => void = () => {};

  constructor(config: PostgresConfig, context: SourceContext) {
    this.#config = config;
    this.#context = context;
    this.#connections = new Connections(config, (error) => {
      this.#lost ??= error;
      this.#streaming?.lost(error);
      this.#wake();
    });
  }

  async start(): Promise<void> {
    const { initialStatements, snapshotMode, statusMs } = this.#config;
    const queries = await this.#connections.open('queries');
    this.#queries = queries;
    for (const statement of initialStatements) await queries.query(statement);
    const parts = await this.#prepare(queries);
    this.#parts = parts;
    const stored = await this.#place(parts);
    if (stored === undefined ? snapshotMode !== 'no_data' : stored.snapshot?.complete === false)
      this.#snapshot = await SnapshotPhase.begin(parts, this.#offset ?? firstOffset(parts.server, 0));
    this.#every(statusMs, () => this.#streaming?.tell());
    const watch = new SlotWatch(queries, this.#config, this.#context.log);
    this.#every(watch.everyMs, () => watch.look());
    this.#beat(parts);
  }

  async poll(signal: AbortSignal): Promise<SourceBatch | undefined> {
    if (this.#lost !== undefined) throw this.#lost;
    const { parts, offset } = this.#started();
    if (this.#snapshot !== undefined) {
      const batch = await this.#snapshot.next();
      this.#offset = this.#snapshot.offset;
      if (batch !== undefined) return batch;
      this.#snapshot = undefined;
      return { records: [], offset: offsetJson(this.#offset) };
    }
    if (this.#config.snapshotMode === 'initial_only') return this.#waitForEnd(signal);
    this.#streaming ??= await StreamingPhase.begin(parts, offset);
    return this.#streaming.next(signal);
  }

  async committed(offset: JsonValue): Promise<void> {
    this.#streaming?.flush(readOffset(offset).flush);
  }

  async stop(): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    for (const cancel of this.#timers.splice(0)) cancel();
    const queries = this.#queries;
    // the slot is free once its connection has ended
    this.#connections.breakAllBut(queries);
    if (queries === undefined) return;
    if (this.#config.dropSlotOnStop)
      await dropSlot(queries, this.#config.slot).catch((error: Error) =>
        this.#context.log.warn(`the slot is not dropped: ${error.message}`),
      );
    await this.#connections.close(queries);
  }

  async #prepare(queries: PgClient): Promise<TaskParts> {
    const config = this.#config;
    const context = this.#context;
    const replication = await this.#connections.open('replication');
    const server = await identify(replication);
    const types = await readTypes(queries);
    const filters = filtersOf(config.filters);
    const published = await ensurePublication(queries, config, await takenTables(queries, filters));
    const warn = warnOnce(context.log);
    const { prefix, topicDelimiter: delimiter, types: settings } = config;
    return {
      config,
      context,
      connections: this.#connections,
      queries,
      replication,
      server,
      types,
      published,
      filters,
      names: { prefix, delimiter, settings, warn, takesColumn: filters.column },
      records: new RecordMaker({ config, clock: context.clock, warn }),
      warn,
    };
  }

  /**
   * Sees to it that there is a slot, and where to begin.
   *
   * @returns what was stored; undefined: nothing that can be continued
   * @throws ConnectorError where it can't be continued
   */
  async #place({ queries, replication, server }: TaskParts): Promise<PostgresOffset | undefined> {
    const { slot: name, snapshotMode } = this.#config;
    const found = await readSlot(queries, this.#config);
    const stored = this.#storedOffset();
    const refusal = stored === undefined ? undefined : checkOffset(this.#config, stored, server, found);
    if (refusal !== undefined && snapshotMode !== 'when_needed') throw new ConnectorError(refusal);
    if (refusal !== undefined)
      this.#context.log.warn(`${refusal}; snapshot.mode=when_needed: all rows are read again`);
    if (found?.active)
      throw new Error(
        `the replication slot ${name} is in use: by another connector, or by a connection of this one that the server has not missed yet`,
      );
    const slot = await this.#usable(queries, found);
    const made = slot === undefined ? await createSlot(replication, name, 'kept') : undefined;
    const offset = refusal === undefined ? stored : undefined;
    this.#offset = offset ?? firstOffset(server, made?.lsn ?? 0);
    return offset;
  }

  #storedOffset(): PostgresOffset | undefined {
    const { offset } = this.#context;
    return offset === undefined || this.#config.snapshotMode === 'always' ? undefined : readOffset(offset);
  }

  /** A slot that the server has invalidated can't be used again. */
  async #usable(queries: PgClient, slot: Slot | undefined): Promise<Slot | undefined> {
    if (slot?.state !== 'lost') return slot;
    await dropSlot(queries, this.#config.slot);
    return undefined;
  }

  #started(): { readonly parts: TaskParts; readonly offset: PostgresOffset } {
    if (this.#parts === undefined || this.#offset === undefined)
      throw new Error('a task that was not started');
    return { parts: this.#parts, offset: this.#offset };
  }

  /** Of `snapshot.mode=initial_only`: all is read, and it stays. @throws when a connection is lost */
  async #waitForEnd(signal: AbortSignal): Promise<undefined> {
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      if (signal.aborted || this.#lost !== undefined) resolve();
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    if (this.#lost !== undefined) throw this.#lost;
  }

  #beat({ queries, warn }: TaskParts): void {
    const { heartbeatMs, heartbeatQuery } = this.#config;
    if (heartbeatMs <= 0 || heartbeatQuery === undefined) return;
    this.#every(heartbeatMs, () => {
      queries
        .query(heartbeatQuery)
        .catch((error: Error) => warn(`heartbeat.action.query failed: ${error.message}`));
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
