/** An entry of one side of an outer join that waits for a match until its window closes. */
export interface Waiting {
  readonly entry: number;
  readonly ts: number;
  readonly side: 'left' | 'right';
}

/** Waiting entries of both sides, in the order of their time. */
export interface PendingQueue {
  add(waiting: Waiting): void;
  /**
   * Takes out every entry of which the window has closed, oldest first. A left one's has when its ts < `leftLimit`.
   *
   * @returns the ts of the oldest that still waits, or of the last one seen; undefined when there was none
   */
  takeClosed(leftLimit: number, rightLimit: number, take: (waiting: Waiting) => void): number | undefined;
}

/**
 * Sorted by ts and, among equals, by arrival: adding is nearly always an append.
 *
 * @param isPending entries that have been matched meanwhile are passed over
 */
export function pendingQueue(
  initial: readonly Waiting[],
  isPending: (waiting: Waiting) => boolean,
): PendingQueue {
  let queue: Waiting[] = [...initial].sort((a, b) => a.ts - b.ts);
  let head = 0;

  const skipSettled = (): void => {
    while (head < queue.length && !isPending(queue[head] as Waiting)) head++;
    if (head > 1024 && head * 2 > queue.length) {
      queue = queue.slice(head);
      head = 0;
    }
  };

  return {
    add: (waiting) => {
      let at = queue.length;
      while (at > head && (queue[at - 1] as Waiting).ts > waiting.ts) at--;
      if (at === queue.length) queue.push(waiting);
      else queue.splice(at, 0, waiting);
    },
    takeClosed: (leftLimit, rightLimit, take) => {
      skipSettled();
      let seen: number | undefined;
      // an open entry of one side may stand before a closed one of the other, when the window is lopsided
      for (let at = head; at < queue.length; at++) {
        const waiting = queue[at] as Waiting;
        if (!isPending(waiting)) continue;
        const { ts } = waiting;
        seen = ts;
        if (ts >= leftLimit && ts >= rightLimit) break;
        if (ts < (waiting.side === 'left' ? leftLimit : rightLimit)) take(waiting);
      }
      skipSettled();
      return seen;
    },
  };
}
