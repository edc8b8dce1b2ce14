/** Hands out windows once, when they have closed, oldest end first: the store of EMIT FINAL. */
export interface FinalEmitter<T> {
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
  const windows: T[] = [...kept]
    .filter((window) => endOf(window) >= closedBefore)
    .sort((a, b) => endOf(a) - endOf(b));
  return {
    add: (window) => {
      let at = windows.length;
      while (at > 0 && endOf(windows[at - 1] as T) > endOf(window)) at--;
      windows.splice(at, 0, window);
    },
    close: (closeTime, emit) => {
      let taken = 0;
      for (const window of windows) {
        if (endOf(window) >= closeTime) break;
        taken++;
        if (window.alive) emit(window);
      }
      if (taken > 0) windows.splice(0, taken);
    },
  };
}
