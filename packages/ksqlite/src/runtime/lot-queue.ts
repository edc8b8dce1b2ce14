import { NO_HEADERS, type RecordHeader } from '../log/topics/log-record.ts';
import type { Lot, Lots } from '../operators/operator.ts';
import type { RecordOrigin } from './record-origin.ts';

interface Waiting {
  readonly lot: Lot;
  readonly headers: readonly RecordHeader[];
}

/** Lots of one task that wait for their turn, in order. */
export class LotQueue implements Lots {
  readonly rows: number;
  readonly kept: boolean;
  readonly #origin: RecordOrigin | undefined;
  readonly #waiting: Waiting[] = [];

  /**
   * @param rows see Lots
   * @param kept see Lots
   * @param origin where the task says which record it is at work on
   */
  constructor(rows: number, kept: boolean, origin?: RecordOrigin) {
    this.rows = rows;
    this.kept = kept;
    this.#origin = origin;
  }

  isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  headers(): readonly RecordHeader[] {
    return this.#origin?.headers ?? NO_HEADERS;
  }

  add(lot: Lot, headers: readonly RecordHeader[] = this.headers()): void {
    this.#waiting.push({ lot, headers });
  }

  /** Rows that are still to be made. */
  left(): number {
    let left = 0;
    for (const { lot } of this.#waiting) left += lot.left();
    return left;
  }

  /** Does a part of the first one. Throws what it throws. @returns rows made */
  run(): number {
    const [first] = this.#waiting;
    if (first === undefined) return 0;
    if (this.#origin !== undefined) this.#origin.headers = first.headers;
    const made = first.lot.run();
    if (first.lot.left() === 0) this.#waiting.shift();
    return made;
  }
}
