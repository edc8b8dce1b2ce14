import { skipRecords } from './record-codec.ts';

/** Records between two noted places: at most so many are passed over to find one. A power of two. */
const STRIDE = 64;
const STRIDE_BITS = 6;

/**
 * Where the records of one batch begin. A batch has no index, because readers in order need none; a single record is
 * found by passing over those before it. Every 64th place that was passed is noted, and the one found last: so N single
 * records of a batch, in any order, cost O(N) and not O(N²).
 *
 * What must stay true: a batch only grows at its end, so a place once noted stays right.
 */
export class RecordPositions {
  /** of the records 0, 64, 128, …, as far as anyone has looked */
  readonly #noted: number[] = [0];
  #lastIndex = 0;
  #lastPosition = 0;

  /**
   * Finds the byte at which a record begins.
   *
   * @param bytes the batch
   * @param index the record's place in the batch, from 0; the batch has it
   */
  find(bytes: Buffer, index: number): number {
    const noted = Math.min(index >>> STRIDE_BITS, this.#noted.length - 1);
    let at = noted * STRIDE;
    let position = this.#noted[noted] as number;
    if (this.#lastIndex > at && this.#lastIndex <= index) {
      at = this.#lastIndex;
      position = this.#lastPosition;
    }
    while (at < index) {
      const next = Math.min(index, (Math.floor(at / STRIDE) + 1) * STRIDE);
      position = skipRecords(bytes, position, next - at);
      at = next;
      if (at === this.#noted.length * STRIDE) this.#noted.push(position);
    }
    this.#lastIndex = at;
    this.#lastPosition = position;
    return position;
  }
}
