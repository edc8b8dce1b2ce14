/** What lies between a query and its reader: bounded, so that a reader who is slow holds the query back. */
export interface RowBuffer<T> extends AsyncIterable<T> {
  push(row: T): void;
  readonly isFull: () => boolean;
  /** No more rows come; those in the buffer are still read. */
  end(): void;
  /** The reader gets the error once it has read what came before it. */
  fail(error: unknown): void;
  /** Forgets the rows; the reader is at the end at once. */
  discard(): void;
}

/**
 * For one reader.
 *
 * @param capacity rows from which on it is full; whoever pushes may exceed it by what one record makes
 * @param onRoom it was full, and half of it has been read
 * @param onLeave the reader stopped before the end
 */
export function rowBuffer<T>(capacity: number, onRoom: () => void, onLeave: () => void): RowBuffer<T> {
  let rows: T[] = [];
  let head = 0;
  let wasFull = false;
  let ended = false;
  let failure: { readonly error: unknown } | undefined;
  let waiting: { resolve(result: IteratorResult<T>): void; reject(error: unknown): void }[] = [];

  const size = (): number => rows.length - head;
  const takeOne = (): T => {
    const row = rows[head] as T;
    rows[head] = undefined as T;
    head++;
    if (head === rows.length || head >= capacity) {
      rows = rows.slice(head);
      head = 0;
    }
    if (wasFull && size() <= capacity / 2) {
      wasFull = false;
      onRoom();
    }
    return row;
  };
  const settle = (): void => {
    for (const { resolve, reject } of waiting)
      if (failure === undefined) resolve({ done: true, value: undefined });
      else reject(failure.error);
    waiting = [];
  };
  const end = (): void => {
    ended = true;
    settle();
  };
  const discard = (): void => {
    rows = [];
    head = 0;
    failure = undefined;
    end();
  };

  const iterator: AsyncIterator<T> = {
    next: () => {
      if (size() > 0) return Promise.resolve({ done: false, value: takeOne() });
      if (failure !== undefined) return Promise.reject(failure.error);
      if (ended) return Promise.resolve({ done: true, value: undefined });
      return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
    },
    return: () => {
      discard();
      onLeave();
      return Promise.resolve({ done: true, value: undefined });
    },
  };

  return {
    push: (row) => {
      if (ended) return;
      const reader = waiting.shift();
      if (reader !== undefined) {
        reader.resolve({ done: false, value: row });
        return;
      }
      rows.push(row);
      if (size() >= capacity) wasFull = true;
    },
    isFull: () => size() >= capacity,
    end,
    fail: (error) => {
      if (ended) return;
      failure = { error };
      end();
    },
    discard,
    [Symbol.asyncIterator]: () => iterator,
  };
}
