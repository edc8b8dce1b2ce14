/** Hands out windows once, when they have closed, oldest end first: the store of EMIT FINAL (differs: emit-final). */
export interface FinalEmitter<T> {
  /** A window was made. One that grew is added again; who emits knows that the old one is no more. */
  add(window: T): void;
  /** The end of the window that ends first; Infinity: there is none. */
  firstEnd(): number;
  /** Hands over and forgets every window that ends before `closeTime`. */
  close(closeTime: number, emit: (window: T) => void): void;
}

/**
 * @param kept windows of the store when the process last stopped
 * @param closedBefore what ended before this had been emitted then
 */
export function finalEmitter<T>(
  kept: Iterable<T>,
  endOf: (window: T) => number,
  closedBefore: number,
): FinalEmitter<T> {
  const queue: T[] = [];
  const add = (window: T): void => {
    const end = endOf(window);
    let at = queue.length;
    while (at > 0 && endOf(queue[at - 1] as T) > end) at--;
    if (at === queue.length) queue.push(window);
    else queue.splice(at, 0, window);
  };
  for (const window of kept) if (endOf(window) >= closedBefore) add(window);
  return {
    add,
    firstEnd: () => (queue.length === 0 ? Number.POSITIVE_INFINITY : endOf(queue[0] as T)),
    close: (closeTime, emit) => {
      let taken = 0;
      for (const window of queue) {
        if (endOf(window) >= closeTime) break;
        taken++;
        emit(window);
      }
      if (taken > 0) queue.splice(0, taken);
    },
  };
}
