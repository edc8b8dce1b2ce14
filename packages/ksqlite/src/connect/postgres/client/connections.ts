import type { PostgresConfig } from '../config/postgres-config.ts';
import { openClient } from './open-client.ts';
import type { PgClient } from './pg-package.ts';

/** The connections of one task. */
export class Connections {
  readonly #config: PostgresConfig;
  readonly #onLost: (error: Error) => void;
  readonly #open = new Set<PgClient>();

  /** @param onLost called when one breaks; not for one that was closed here */
  constructor(config: PostgresConfig, onLost: (error: Error) => void) {
    this.#config = config;
    this.#onLost = onLost;
  }

  /** @throws as `openClient` */
  async open(kind: 'queries' | 'replication'): Promise<PgClient> {
    const client = await openClient(this.#config, kind, (error, lost) => {
      if (this.#open.delete(lost)) this.#onLost(error);
    });
    this.#open.add(client);
    return client;
  }

  /** After what was asked of it. */
  async close(client: PgClient): Promise<void> {
    this.#open.delete(client);
    await client.end().catch(() => {});
  }

  /** At once, also what is under way. */
  breakAllBut(kept: PgClient | undefined): void {
    for (const client of this.#open) if (client !== kept) client.connection.stream.destroy();
    const isOpen = kept !== undefined && this.#open.has(kept);
    this.#open.clear();
    if (isOpen) this.#open.add(kept);
  }
}
