/** An entry of one side of an outer join that waits for a match until its window closes. */
export interface Waiting {
  readonly entry: number;
  readonly ts: number;
  readonly side: 'left' | 'right';
}

/** Waiting entries of both sides, in the order of their time; see `compareTied` for those of one time. */
export interface PendingQueue {
  add(waiting: Waiting): void;
  /**
   * Takes out every entry of which the window has closed, in order. A left one's has when its ts < `leftLimit`.
   *
   * @returns the ts of the oldest that still waits, or of the last one seen; undefined when there was none
   */
  takeClosed(leftLimit: number, rightLimit: number, take: (waiting: Waiting) => void): number | undefined;
}

/**
 * Sorted by ts: adding is nearly always an append.
 *
 * @param isPending entries that have been matched meanwhile are passed over
 * @param compareTied the order of entries of one time
 */
export function pendingQueue(
  initial: readonly Waiting[],
  isPending: (waiting: Waiting) => boolean,
  compareTied: (a: Waiting, b: Waiting) => number,
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
      const isClosed = ({ ts, side }: Waiting): boolean => ts < (side === 'left' ? leftLimit : rightLimit);
      // an open entry of one side may stand before a closed one of the other, when the window is lopsided
      for (let at = head, end = head; at < queue.length; at = end) {
        const waiting = queue[at] as Waiting;
        const { ts } = waiting;
        end = at + 1;
        if (!isPending(waiting)) continue;
        seen = ts;
        if (ts >= leftLimit && ts >= rightLimit) break;
        while (queue[end]?.ts === ts) end++;
        if (end === at + 1) {
          if (isClosed(waiting)) take(waiting);
          continue;
        }
        const tied = queue.slice(at, end).filter((each) => isPending(each) && isClosed(each));
        for (const each of tied.sort(compareTied)) take(each);
      }
      skipSettled();
      return seen;
    },
  };
}
