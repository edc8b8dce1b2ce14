/**
 * Writes transactions to PostgreSQL in order, each once, whenever the server or a connection is killed.
 *
 * Each transaction sets its own number in `catalogue_source.made`, so a new connection finds out which of those that were on their way
 * are there; only one connection at a time holds the writer's lock, so none of them can come later.
 */
import { CommandError } from 'ksqlite/cli';
import { type Connecting, mayPass, messageOf, openPatiently, postgresError } from './open-client.ts';
import type { PgClient } from './pg-package.ts';
import { addressText } from './postgres-address.ts';

/** Transactions that are sent in one go. */
const AT_ONCE = 50;
/** Of advisory locks: whoever has it writes. */
const LOCK = 7_265_437_910;
const LOCK_WAIT_MS = 10_000;
/** At the first start a server may be away for so long. */
const FIRST_WAIT_MS = 60_000;

interface Transaction {
  readonly number: number;
  readonly statements: string;
  readonly settle: (error?: unknown) => void;
}

export class TransactionWriter {
  readonly #connecting: Connecting;
  #client: PgClient | undefined;
  #waiting: Transaction[] = [];
  #writing: Promise<void> | undefined;
  #failure: { readonly error: unknown } | undefined;

  private constructor(connecting: Connecting) {
    this.#connecting = connecting;
  }

  /**
   * @param first is given the connection once it has the lock
   * @throws CommandError DATA_IN_USE where another process writes; as `openPatiently`; what `first` throws
   */
  static async open(
    connecting: Connecting,
    first: (client: PgClient) => Promise<void>,
  ): Promise<TransactionWriter> {
    const writer = new TransactionWriter(connecting);
    writer.#client = await openPatiently(
      connecting,
      async (client) => {
        await lock(client, connecting);
        await first(client);
      },
      FIRST_WAIT_MS,
    );
    return writer;
  }

  /**
   * Resolves when it is durable.
   *
   * @param number one more than that of the one before
   * @param statements separated by semicolons
   * @throws when the server refuses it, and from then on; when the signal fires before it is durable
   */
  write(number: number, statements: string): Promise<void> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure.error);
    return new Promise((resolve, reject) => {
      const settle = (error?: unknown): void => (error === undefined ? resolve() : reject(error));
      this.#waiting.push({ number, statements, settle });
      this.#writing ??= this.#writeAll();
    });
  }

  /** After what waits is written. */
  async close(): Promise<void> {
    await this.#writing;
    await this.#client?.end().catch(() => undefined);
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      try {
        this.#client ??= await this.#reconnect();
        const sent = this.#waiting.slice(0, AT_ONCE);
        if (sent.length > 0) await this.#client.query(sent.map(transactionText).join(''));
        this.#settleUpTo(sent.at(-1)?.number ?? 0);
      } catch (error) {
        if (mayPass(error) && !this.#connecting.signal.aborted) {
          this.#client?.connection.stream.destroy();
          this.#client = undefined;
        } else this.#fail(error);
      }
    }
    this.#writing = undefined;
  }

  async #reconnect(): Promise<PgClient> {
    let done = 0;
    const client = await openPatiently(this.#connecting, async (opened) => {
      await lock(opened, this.#connecting);
      done = await readTransactions(opened);
    });
    this.#settleUpTo(done);
    return client;
  }

  #settleUpTo(number: number): void {
    while (this.#waiting[0] !== undefined && this.#waiting[0].number <= number)
      this.#waiting.shift()?.settle();
  }

  #fail(error: unknown): void {
    const { address, signal } = this.#connecting;
    const isOurs = error instanceof CommandError || signal.aborted;
    const failure = isOurs ? error : postgresError(address, `refused a change: ${messageOf(error)}`, error);
    this.#failure = { error: failure };
    for (const { settle } of this.#waiting.splice(0)) settle(failure);
  }
}

const transactionText = ({ number, statements }: Transaction): string =>
  `BEGIN;\n${statements}${statements === '' ? '' : ';\n'}UPDATE catalogue_source.made SET transactions = ${number};\nCOMMIT;\n`;

export async function readTransactions(client: PgClient): Promise<number> {
  const { rows } = await client.query({ text: 'SELECT transactions FROM catalogue_source.made' });
  return Number(rows[0]?.transactions ?? 0);
}

/** For as long as the connection is there. */
async function lock(client: PgClient, { address, lockWaitMs = LOCK_WAIT_MS }: Connecting): Promise<void> {
  await client.query(`SET lock_timeout = ${lockWaitMs}`);
  try {
    await client.query(`SELECT pg_advisory_lock(${LOCK})`);
  } catch (error) {
    // LOCK_NOT_AVAILABLE
    if (!(error instanceof Error && 'code' in error && error.code === '55P03')) throw error;
    throw new CommandError(
      'DATA_IN_USE',
      `Another process changes the catalogue in ${addressText(address)}.`,
      {
        cause: error,
      },
    );
  }
  await client.query('SET lock_timeout = 0');
}
