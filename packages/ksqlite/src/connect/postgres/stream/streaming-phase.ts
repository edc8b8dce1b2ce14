/** What was committed: streamed in the order of commits, in batches of what has come, with a heartbeat while nothing changes. */
import type { SourceBatch, SourceRecord } from '../../port.ts';
import { offsetJson, type PostgresOffset } from '../offset.ts';
import type { PgOutputMessage } from '../pgoutput/message.ts';
import type { TaskParts } from '../task-parts.ts';
import { ChangeStream } from './change-stream.ts';
import { ReplicationStream } from './replication.ts';
import { StreamedTables } from './tables-streamed.ts';

/** From here on the server has what PostgreSQL 14 says of messages. */
const HAS_MESSAGES = 140_000;

export class StreamingPhase {
  readonly #parts: TaskParts;
  readonly #replication: ReplicationStream;
  readonly #changes: ChangeStream;
  #pending: PgOutputMessage[] = [];
  #at = 0;
  /** What the last batch has told the server that it may forget. */
  #flush: number;
  /** When it is time to say something although nothing changed, ms. */
  #heartbeatAt: number;
  #idleAt: number;

  private constructor(
    parts: TaskParts,
    replication: ReplicationStream,
    changes: ChangeStream,
    { flush }: PostgresOffset,
  ) {
    const now = parts.context.clock.now();
    this.#parts = parts;
    this.#replication = replication;
    this.#changes = changes;
    this.#flush = flush;
    this.#heartbeatAt = now + parts.config.heartbeatMs;
    this.#idleAt = now + parts.config.statusMs;
  }

  /** Begins behind the offset. */
  static async begin(parts: TaskParts, offset: PostgresOffset): Promise<StreamingPhase> {
    const { config, queries, server, types, names, filters, records } = parts;
    const tables = new StreamedTables(queries, types, names, filters.table);
    const { prefix, database, skipped, slot, publication } = config;
    const settings = { prefix, database, skipsTruncate: skipped.has('t') };
    const changes = new ChangeStream(tables, records, offset, settings);
    const replication = new ReplicationStream(parts.replication, config.queueSize, offset.flush);
    await replication.start(slot, publication, offset.flush, server.version >= HAS_MESSAGES);
    return new StreamingPhase(parts, replication, changes, offset);
  }

  /** Waits for a batch; undefined once the signal has fired. @throws when the connection is lost */
  async next(signal: AbortSignal): Promise<SourceBatch | undefined> {
    while (!signal.aborted) {
      const batch = await this.#read();
      if (batch !== undefined) return batch;
      await this.#replication.wait((wake) => this.#wakeUp(signal, wake));
    }
    return undefined;
  }

  /** The source may forget what is before it. */
  flush(lsn: number): void {
    this.#replication.flush(lsn);
  }

  /** Says to the server that this side is there. */
  tell(): void {
    this.#replication.tell();
  }

  lost(error: Error): void {
    this.#replication.lost(error);
  }

  /** What has come, up to `max.batch.size` changes; undefined: nothing. */
  async #read(): Promise<SourceBatch | undefined> {
    const { config, context } = this.#parts;
    if (this.#at >= this.#pending.length) {
      this.#pending = this.#replication.takeAll();
      this.#at = 0;
    }
    const records: SourceRecord[] = [];
    let message = this.#pending[this.#at];
    while (message !== undefined && records.length < config.batchSize) {
      const done = this.#changes.take(message, records);
      if (done !== undefined) await done;
      message = this.#pending[++this.#at];
    }
    const now = context.clock.now();
    // it waits a while with a place alone: each is a commit
    if (records.length === 0) return now < this.#nextAt ? undefined : this.#idle(now);
    this.#idleAt = now + config.statusMs;
    this.#heartbeatAt = now + config.heartbeatMs;
    return { records, offset: offsetJson(this.#changes.settle()) };
  }

  /** Nothing of ours has changed: how far the log is by now, so that the server may forget it. */
  #idle(now: number): SourceBatch | undefined {
    const { config, records } = this.#parts;
    if (this.#changes.idle && this.#at >= this.#pending.length && this.#replication.nothingWaits)
      this.#changes.heard(this.#replication.heardTo);
    const beats = config.heartbeatMs > 0 && now >= this.#heartbeatAt;
    this.#idleAt = now + config.statusMs;
    if (beats) this.#heartbeatAt = now + config.heartbeatMs;
    const offset = this.#changes.settle();
    if (!beats && offset.flush <= this.#flush) return undefined;
    this.#flush = offset.flush;
    return { records: beats ? [records.heartbeat()] : [], offset: offsetJson(offset) };
  }

  /** When something is to be said although nothing changed, ms. */
  get #nextAt(): number {
    return this.#parts.config.heartbeatMs > 0 ? Math.min(this.#idleAt, this.#heartbeatAt) : this.#idleAt;
  }

  /** Calls `wake` when the task is to stop, or something is to be said. */
  #wakeUp(signal: AbortSignal, wake: () => void): () => void {
    const { clock } = this.#parts.context;
    const cancel = clock.after(Math.max(0, this.#nextAt - clock.now()), wake);
    signal.addEventListener('abort', wake);
    return () => {
      cancel();
      signal.removeEventListener('abort', wake);
    };
  }
}
