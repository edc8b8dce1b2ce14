/** An entry of one side of an outer join that waits for a match until its window closes. */
export interface Waiting {
  readonly entry: number;
  readonly ts: number;
  readonly side: 'left' | 'right';
}

const FIRST_ROOM = 16;

/**
 * Waiting entries of both sides of an outer join, in the order of their time.
 *
 * Sorted by ts: adding is nearly always an append. Columns of numbers: most entries are matched long before their windows
 * close, and wait here as sixteen bytes outside the JavaScript heap.
 */
export class PendingQueue {
  readonly #isPending: (entry: number, side: Waiting['side']) => boolean;
  readonly #compareTied: (a: Waiting, b: Waiting) => number;
  #times = new Float64Array(FIRST_ROOM);
  /** twice the entry, and one more for the right side */
  #codes = new Float64Array(FIRST_ROOM);
  #head = 0;
  #end = 0;

  /**
   * @param isPending entries that have been matched meanwhile are passed over
   * @param compareTied the order of entries of one time
   */
  constructor(
    initial: readonly Waiting[],
    isPending: (entry: number, side: Waiting['side']) => boolean,
    compareTied: (a: Waiting, b: Waiting) => number,
  ) {
    this.#isPending = isPending;
    this.#compareTied = compareTied;
    for (const { entry, ts, side } of [...initial].sort((a, b) => a.ts - b.ts)) this.add(entry, ts, side);
  }

  add(entry: number, ts: number, side: Waiting['side']): void {
    if (this.#end === this.#times.length) {
      this.#skipSettled();
      this.#makeRoom();
    }
    const end = this.#end++;
    let at = end;
    while (at > this.#head && (this.#times[at - 1] as number) > ts) at--;
    this.#times.copyWithin(at + 1, at, end);
    this.#codes.copyWithin(at + 1, at, end);
    this.#times[at] = ts;
    this.#codes[at] = entry * 2 + (side === 'left' ? 0 : 1);
  }

  /** The ts of the oldest that waits; Infinity: none does. */
  oldestTs(): number {
    this.#skipSettled();
    return this.#head === this.#end ? Number.POSITIVE_INFINITY : (this.#times[this.#head] as number);
  }

  /**
   * Takes out every entry of which the window has closed, in order. A left one's has when its ts < `leftLimit`.
   *
   * @returns the ts of the oldest that still waits, or of the last one seen; undefined when there was none
   */
  takeClosed(leftLimit: number, rightLimit: number, take: (waiting: Waiting) => void): number | undefined {
    this.#skipSettled();
    let seen: number | undefined;
    // an open entry of one side may stand before a closed one of the other, when the window is lopsided
    for (let at = this.#head, next = this.#head; at < this.#end; at = next) {
      next = at + 1;
      if (!this.#isPendingAt(at)) continue;
      const ts = this.#times[at] as number;
      seen = ts;
      if (ts >= leftLimit && ts >= rightLimit) break;
      while (next < this.#end && this.#times[next] === ts) next++;
      if (next === at + 1) {
        if (ts < (this.#isLeftAt(at) ? leftLimit : rightLimit)) take(this.#waitingAt(at));
        continue;
      }
      const tied: Waiting[] = [];
      for (let i = at; i < next; i++)
        if (this.#isPendingAt(i) && ts < (this.#isLeftAt(i) ? leftLimit : rightLimit))
          tied.push(this.#waitingAt(i));
      for (const each of tied.sort(this.#compareTied)) take(each);
    }
    this.#skipSettled();
    return seen;
  }

  #entryAt(at: number): number {
    return Math.floor((this.#codes[at] as number) / 2);
  }

  #isLeftAt(at: number): boolean {
    return (this.#codes[at] as number) % 2 === 0;
  }

  #sideAt(at: number): Waiting['side'] {
    return this.#isLeftAt(at) ? 'left' : 'right';
  }

  #waitingAt(at: number): Waiting {
    return { entry: this.#entryAt(at), ts: this.#times[at] as number, side: this.#sideAt(at) };
  }

  #isPendingAt(at: number): boolean {
    return this.#isPending(this.#entryAt(at), this.#sideAt(at));
  }

  #skipSettled(): void {
    while (this.#head < this.#end && !this.#isPendingAt(this.#head)) this.#head++;
  }

  /** Moves what waits to the front: into twice the room where it fills more than half of it, into half where little. */
  #makeRoom(): void {
    const waiting = this.#end - this.#head;
    let room = this.#times.length;
    if (waiting * 2 > room) room *= 2;
    else if (waiting * 8 < room && room > FIRST_ROOM) room /= 2;
    this.#times = moved(this.#times, this.#head, this.#end, room);
    this.#codes = moved(this.#codes, this.#head, this.#end, room);
    this.#head = 0;
    this.#end = waiting;
  }
}

/** A column of so much room that begins with what lies between two places of another one. */
function moved(column: Float64Array, from: number, to: number, room: number): Float64Array<ArrayBuffer> {
  const made = new Float64Array(room);
  made.set(column.subarray(from, to));
  return made;
}
