/** Hands out windows once, when they have closed, oldest end first: the store of EMIT FINAL. */
export interface FinalEmitter<T> {
  /** A window was made, or has another end now. */
  add(window: T): void;
  /** Emits and forgets every live window that ends before `closeTime`. */
  close(closeTime: number, emit: (window: T) => void): void;
}

/**
 * @param kept windows of the store when the process last stopped
 * @param closedBefore what ended before this had been emitted then
 */
export function finalEmitter<T extends { readonly alive: boolean }>(
  kept: Iterable<T>,
  endOf: (window: T) => number,
  closedBefore: number,
): FinalEmitter<T> {
  /** A session that grew is here once for each end it had: only the last one counts. */
  const queue: { readonly window: T; readonly end: number }[] = [];
  const add = (window: T): void => {
    const end = endOf(window);
    let at = queue.length;
    while (at > 0 && (queue[at - 1]?.end ?? 0) > end) at--;
    queue.splice(at, 0, { window, end });
  };
  for (const window of kept) if (endOf(window) >= closedBefore) add(window);
  return {
    add,
    close: (closeTime, emit) => {
      let taken = 0;
      const emitted = new Set<T>();
      for (const { window, end } of queue) {
        if (end >= closeTime) break;
        taken++;
        if (!window.alive || endOf(window) !== end || emitted.has(window)) continue;
        emitted.add(window);
        emit(window);
      }
      if (taken > 0) queue.splice(0, taken);
    },
  };
}
