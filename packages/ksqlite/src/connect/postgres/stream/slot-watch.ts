import type { Logger } from '../../../logging/logger.ts';
import type { PgClient } from '../client/pg-package.ts';
import type { PostgresConfig } from '../config/postgres-config.ts';
import { readSlot } from '../snapshot/slot.ts';

const GIB = 2 ** 30;
/** The server can't forget its log while a slot needs it: from here on somebody should know. */
const MUCH = GIB;

/** Warns when the slot makes the server keep much of its log: when it is much, and again each time it has doubled. */
export class SlotWatch {
  readonly everyMs = 60_000;
  readonly #client: PgClient;
  readonly #config: PostgresConfig;
  readonly #log: Logger;
  #warnAt = MUCH;

  constructor(client: PgClient, config: PostgresConfig, log: Logger) {
    this.#client = client;
    this.#config = config;
    this.#log = log;
  }

  look(): void {
    readSlot(this.#client, this.#config).then(
      (slot) => {
        if (slot === undefined) return;
        const { held, state } = slot;
        const details = { slot: this.#config.slot, bytes: held, state };
        if (state === 'unreserved' || state === 'lost')
          this.#log.warn('the server is about to drop log that the replication slot still needs', details);
        else if (held >= this.#warnAt)
          this.#log.warn('the replication slot makes the server keep much of its log', details);
        while (held >= this.#warnAt) this.#warnAt *= 2;
        if (held < MUCH) this.#warnAt = MUCH;
      },
      () => {}, // the connection is lost: that is told elsewhere
    );
  }
}
