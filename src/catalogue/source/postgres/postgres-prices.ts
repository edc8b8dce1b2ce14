import { OneByOne } from './one-by-one.ts';
import { type Connecting, openClient } from './open-client.ts';
import type { PgClient } from './pg-package.ts';

const PRICE = { name: 'price', text: 'SELECT price FROM public.parts WHERE id = $1' };

/** Prices as PostgreSQL has them at the moment they are asked for, over a connection of its own. */
export class PostgresPrices {
  readonly #connecting: Connecting;
  readonly #turns = new OneByOne();
  #client: Promise<PgClient> | undefined;

  constructor(connecting: Connecting) {
    this.#connecting = connecting;
  }

  /** undefined: there is no such part. @throws while the server is away: whoever asks may ask again */
  priceOf(id: string): Promise<number | undefined> {
    return this.#turns.do(() => this.#ask(id));
  }

  async close(): Promise<void> {
    await this.#client?.then((client) => client.end()).catch(() => undefined);
    this.#client = undefined;
  }

  async #ask(id: string): Promise<number | undefined> {
    this.#client ??= openClient(this.#connecting);
    const used = this.#client;
    try {
      const { rows } = await (await used).query({ ...PRICE, values: [id] });
      const [row] = rows;
      return row?.price == null ? undefined : Number(row.price);
    } catch (error) {
      // the next one opens another
      if (this.#client === used) this.#client = undefined;
      used.then(
        (client) => client.connection.stream.destroy(),
        () => undefined,
      );
      throw error;
    }
  }
}
