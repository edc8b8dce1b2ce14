/**
 * Changes as the server streams them. What comes is decoded at once, since the driver uses its memory again, and waits here; while much
 * waits the socket is not read, so that the server waits too.
 */

import { literal, quoted } from '../client/open-client.ts';
import type { PgClient } from '../client/pg-package.ts';
import { lsnText, readLsn, writeLsn } from '../lsn.ts';
import type { PgOutputMessage } from '../pgoutput/message.ts';
import { readMessage } from '../pgoutput/read-message.ts';

const XLOG_DATA = 0x77; // w
const KEEPALIVE = 0x6b; // k
/** Where the message begins, behind two places and a time. */
const DATA_AT = 25;
/** Text that waits, at most: about as much memory again. */
const WAITING_BYTES = 8 * 2 ** 20;

export class ReplicationStream {
  readonly #client: PgClient;
  readonly #most: number;
  #waiting: PgOutputMessage[] = [];
  #waitingBytes = 0;
  #paused = false;
  #lost: Error | undefined;
  #notify: () => void = () => {};
  /** All that was committed before it has come. */
  #heardTo = 0;
  #flushed: number;

  /** @param client a connection that replicates @param flushed what the source may forget */
  constructor(client: PgClient, most: number, flushed: number) {
    this.#client = client;
    this.#most = most;
    this.#flushed = flushed;
    client.connection.on('copyData', ({ chunk }) => this.#take(chunk));
  }

  /** Begins with the first transaction whose commit lies behind `from`, or where the slot is if that is further. */
  async start(slot: string, publication: string, from: number, messages: boolean): Promise<void> {
    const options = [`proto_version '1'`, `publication_names ${literal(quoted(publication)).slice(1)}`];
    if (messages) options.push(`messages 'true'`);
    const started = new Promise<void>((resolve) => {
      this.#client.connection.once('replicationStart', resolve);
    });
    // it ends when the connection does
    const ended = this.#client
      .query(`START_REPLICATION SLOT ${quoted(slot)} LOGICAL ${lsnText(from)} (${options.join(', ')})`)
      .then(
        () => this.lost(new Error('the server ended the replication')),
        (error: Error) => this.lost(error),
      );
    await Promise.race([started, ended]);
    if (this.#lost !== undefined) throw this.#lost;
  }

  lost(error: Error): void {
    this.#lost ??= error;
    this.#notify();
  }

  /**
   * Resolves when something waits, the connection is lost, or what it gives to `wake` is called.
   *
   * @param wake gives what takes the call back
   */
  async wait(wake: (notify: () => void) => () => void): Promise<void> {
    if (this.#waiting.length > 0 || this.#lost !== undefined) return;
    await new Promise<void>((resolve) => {
      const release = wake(() => this.#notify());
      this.#notify = () => {
        release();
        resolve();
      };
    });
    this.#notify = () => {};
  }

  /** All that waits. @throws when the connection is lost and nothing waits */
  takeAll(): PgOutputMessage[] {
    const all = this.#waiting;
    if (all.length === 0 && this.#lost !== undefined) throw this.#lost;
    this.#waiting = [];
    this.#waitingBytes = 0;
    if (this.#paused) {
      this.#paused = false;
      this.#client.connection.stream.resume();
    }
    return all;
  }

  get nothingWaits(): boolean {
    return this.#waiting.length === 0;
  }

  get heardTo(): number {
    return this.#heardTo;
  }

  /** What is before it the source may forget: told to the server. */
  flush(lsn: number): void {
    this.#flushed = Math.max(this.#flushed, lsn);
    this.tell();
  }

  /** Says that this side is there, and how far it is. */
  tell(): void {
    if (this.#lost !== undefined) return;
    const status = Buffer.alloc(34);
    status[0] = 0x72; // r
    writeLsn(status, Math.max(this.#heardTo, this.#flushed), 1);
    writeLsn(status, this.#flushed, 9);
    writeLsn(status, this.#flushed, 17);
    this.#client.connection.sendCopyFromChunk(status);
  }

  #take(chunk: Buffer): void {
    if (chunk[0] === XLOG_DATA) {
      try {
        this.#waiting.push(readMessage(chunk, DATA_AT, readLsn(chunk, 1)));
      } catch (error) {
        this.lost(error instanceof Error ? error : new Error(String(error)));
        return;
      }
      this.#waitingBytes += chunk.length;
      if (!this.#paused && (this.#waiting.length >= this.#most || this.#waitingBytes >= WAITING_BYTES)) {
        this.#paused = true;
        this.#client.connection.stream.pause();
      }
      this.#notify();
    } else if (chunk[0] === KEEPALIVE) {
      // behind all that was sent so far
      this.#heardTo = Math.max(this.#heardTo, readLsn(chunk, 1));
      if (chunk[17] === 1) this.tell();
      if (this.#waiting.length === 0) this.#notify();
    }
  }
}
