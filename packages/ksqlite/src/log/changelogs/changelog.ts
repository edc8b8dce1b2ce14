import type { ByteReader } from '../bytes/byte-reader.ts';
import type { ByteWriter } from '../bytes/byte-writer.ts';
import { changeAt, type StateSections } from './state-sections.ts';

/** The changes of one store, written as they happen. They become durable with the next commit. */
export interface Changelog {
  /** What is written until `end` is one change. */
  begin(): ByteWriter;
  /** @returns the change's LSN, by which it can be read back */
  end(): number;
  /**
   * A change written before, wherever it is: in the pending commit, in memory or on disk. Valid until the next
   * `begin`. Throws KsqlError LOG_DAMAGED.
   */
  read(lsn: number): ByteReader;
}

/** The changelog of a store, which writes to the pending commit. */
export class StoreChangelog implements Changelog {
  readonly #store: number;
  readonly #pending: ByteWriter;
  readonly #sections: StateSections;
  readonly #changed: (bytes: number, lsn: number) => void;
  #lengthAt = 0;

  /**
   * @param store its id
   * @param pending the state changes of the pending commit, of all stores
   * @param changed is told of each change
   */
  constructor(
    store: number,
    pending: ByteWriter,
    sections: StateSections,
    changed: (bytes: number, lsn: number) => void,
  ) {
    this.#store = store;
    this.#pending = pending;
    this.#sections = sections;
    this.#changed = changed;
  }

  begin(): ByteWriter {
    const pending = this.#pending;
    pending.u32(this.#store);
    this.#lengthAt = pending.length();
    pending.u32(0);
    return pending;
  }

  end(): number {
    const bytes = this.#pending.length() - this.#lengthAt - 4;
    this.#pending.patchU32(this.#lengthAt, bytes);
    const lsn = this.#sections.nextLsn() + this.#lengthAt - 4;
    this.#changed(bytes, lsn);
    return lsn;
  }

  read(lsn: number): ByteReader {
    const at = lsn - this.#sections.nextLsn();
    return at < 0 ? this.#sections.read(this.#store, lsn) : changeAt(this.#pending.view(), at, this.#store);
  }
}
