interface Waiting<T> {
  resolve(result: IteratorResult<T>): void;
  reject(error: unknown): void;
}

/** What lies between a query and its one reader: bounded, so that a reader who is slow holds the query back. */
export class RowBuffer<T> implements AsyncIterable<T>, AsyncIterator<T> {
  readonly #capacity: number;
  readonly #onRoom: () => void;
  readonly #onLeave: () => void;
  #rows: T[] = [];
  #head = 0;
  #wasFull = false;
  #ended = false;
  #failure: { readonly error: unknown } | undefined;
  #waiting: Waiting<T>[] = [];

  /**
   * @param capacity rows at which it is full; who pushes may exceed it by what one record makes
   * @param onRoom it was full, and half of it has been read
   * @param onLeave the reader stopped before the end
   */
  constructor(capacity: number, onRoom: () => void, onLeave: () => void) {
    this.#capacity = capacity;
    this.#onRoom = onRoom;
    this.#onLeave = onLeave;
  }

  push(row: T): void {
    if (this.#ended) return;
    const reader = this.#waiting.shift();
    if (reader !== undefined) {
      reader.resolve({ done: false, value: row });
      return;
    }
    this.#rows.push(row);
    if (this.isFull()) this.#wasFull = true;
  }

  isFull(): boolean {
    return this.#size() >= this.#capacity;
  }

  /** No more rows come; those in the buffer are still read. */
  end(): void {
    this.#ended = true;
    for (const { resolve, reject } of this.#waiting)
      if (this.#failure === undefined) resolve({ done: true, value: undefined });
      else reject(this.#failure.error);
    this.#waiting = [];
  }

  /** The reader gets the error once it has read what came before it. */
  fail(error: unknown): void {
    if (this.#ended) return;
    this.#failure = { error };
    this.end();
  }

  /** Forgets the rows; the reader is at the end at once. */
  discard(): void {
    this.#rows = [];
    this.#head = 0;
    this.#failure = undefined;
    this.end();
  }

  [Symbol.asyncIterator](): AsyncIterator<T> {
    return this;
  }

  next(): Promise<IteratorResult<T>> {
    if (this.#size() > 0) return Promise.resolve({ done: false, value: this.#takeOne() });
    if (this.#failure !== undefined) return Promise.reject(this.#failure.error);
    if (this.#ended) return Promise.resolve({ done: true, value: undefined });
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  return(): Promise<IteratorResult<T>> {
    this.discard();
    this.#onLeave();
    return Promise.resolve({ done: true, value: undefined });
  }

  #size(): number {
    return this.#rows.length - this.#head;
  }

  #takeOne(): T {
    const row = this.#rows[this.#head] as T;
    this.#rows[this.#head] = undefined as T;
    this.#head++;
    if (this.#head === this.#rows.length || this.#head >= this.#capacity) {
      this.#rows = this.#rows.slice(this.#head);
      this.#head = 0;
    }
    if (this.#wasFull && this.#size() <= this.#capacity / 2) {
      this.#wasFull = false;
      this.#onRoom();
    }
    return row;
  }
}
