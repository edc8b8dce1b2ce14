import { type Batch, holds } from './batch.ts';

/**
 * The batches of one partition that were read from disk and are still in memory: the one read last, for readers in order,
 * and those that single records were loaded from, because such records lie near each other. Of the latter the oldest go
 * once they are more than `limitBytes`; the newest stays, however large it is.
 */
export class BatchCache {
  readonly #limitBytes: number;
  #last: Batch | undefined;
  /** newest at the end */
  #loaded: Batch[] = [];
  #loadedBytes = 0;

  /** @param limitBytes bytes of the batches that single records were loaded from */
  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  /** The batch that holds an offset, if it is here. */
  find(offset: number): Batch | undefined {
    if (this.#last !== undefined && holds(this.#last, offset)) return this.#last;
    return this.#loaded.find((batch) => holds(batch, offset));
  }

  /** The batch was read from disk. */
  add(batch: Batch): void {
    this.#last = batch;
  }

  /** A single record was loaded from a batch: if it was read from disk, it stays for its neighbours. */
  keep(batch: Batch): void {
    if (batch !== this.#last || this.#loaded.includes(batch)) return;
    this.#loaded.push(batch);
    this.#loadedBytes += batch.bytes.length;
    while (this.#loadedBytes > this.#limitBytes && this.#loaded.length > 1)
      this.#loadedBytes -= this.#loaded.shift()?.bytes.length ?? 0;
  }
}
