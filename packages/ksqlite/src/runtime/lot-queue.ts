import type { Lots } from '../operators/operator.ts';

/** Lots of one task that wait for their turn, in order. */
export class LotQueue implements Lots {
  readonly #waiting: (() => boolean)[] = [];

  isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  add(lot: () => boolean): void {
    this.#waiting.push(lot);
  }

  /** Does a part of the first one. Throws what it throws. */
  run(): void {
    if (this.#waiting[0]?.() === false) this.#waiting.shift();
  }
}
