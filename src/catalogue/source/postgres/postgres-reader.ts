import { type Clock, sleep } from 'ksqlite/clock';
import { OneByOne } from './one-by-one.ts';
import { type Connecting, mayPass, openPatiently } from './open-client.ts';
import type { PgClient, PgRow } from './pg-package.ts';
import { type Made, readMade } from './read-made.ts';

const LOOK_EVERY_MS = 50;

/** Asks a catalogue in PostgreSQL that another process may change, over one connection; while the server is away it waits. */
export class PostgresReader {
  readonly #connecting: Connecting;
  readonly #clock: Clock;
  readonly #turns = new OneByOne();
  #client: PgClient | undefined;

  constructor(connecting: Connecting) {
    this.#connecting = connecting;
    this.#clock = connecting.clock;
  }

  /** undefined: there is no catalogue, or it was not begun. */
  async made(): Promise<Made | undefined> {
    const [found] = await this.#ask(`SELECT to_regclass('catalogue_source.made') AS made`);
    return found?.made == null ? undefined : this.#doing(readMade);
  }

  /** How many rows were ever changed. After a crash of the server it may be some more: PostgreSQL leaves out numbers then. */
  async rowEvents(): Promise<number> {
    const [row] = await this.#ask(
      `SELECT COALESCE(pg_sequence_last_value(pg_get_serial_sequence('catalogue_source.history', 'n')::regclass), 0) AS last`,
    );
    return Number(row?.last ?? 0);
  }

  /** Waits until whoever reads the slot has taken all that is committed by now. @throws the signal's reason when that fires */
  async untilRead(slot: string): Promise<void> {
    const [now] = await this.#ask('SELECT pg_current_wal_lsn() AS lsn');
    const lsn = now?.lsn ?? '0/0';
    await this.#until(async () => {
      const [row] = await this.#ask(
        `SELECT count(*) AS read FROM pg_replication_slots WHERE slot_name = '${slot}' AND confirmed_flush_lsn >= '${lsn}'`,
      );
      return row?.read === '1';
    });
  }

  async close(): Promise<void> {
    await this.#client?.end().catch(() => undefined);
  }

  async #until(holds: () => Promise<boolean>): Promise<void> {
    const { signal } = this.#connecting;
    while (!(await holds())) {
      await sleep(this.#clock, LOOK_EVERY_MS, signal);
      signal.throwIfAborted();
    }
  }

  #ask(text: string): Promise<readonly PgRow[]> {
    return this.#doing(async (client) => (await client.query({ text })).rows);
  }

  #doing<T>(ask: (client: PgClient) => Promise<T>): Promise<T> {
    return this.#turns.do(() => this.#answer(ask));
  }

  async #answer<T>(ask: (client: PgClient) => Promise<T>): Promise<T> {
    for (;;) {
      this.#client ??= await openPatiently(this.#connecting, async () => undefined);
      try {
        return await ask(this.#client);
      } catch (error) {
        this.#client.connection.stream.destroy();
        this.#client = undefined;
        if (!mayPass(error)) throw error;
      }
    }
  }
}
