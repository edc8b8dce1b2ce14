import type { BufferedRec } from './join-buffer.ts';

export interface Waiting {
  readonly entry: BufferedRec;
  readonly side: 'left' | 'right';
}

/** Records of both sides of an outer join that wait for a match until their window closes, in the order of their time. */
export interface PendingQueue {
  add(waiting: Waiting): void;
  /**
   * Takes out every record of which the window has closed, oldest first. A left one's has when its ts < `leftLimit`.
   *
   * @returns the ts of the oldest that still waits, or of the last one seen; undefined when there was none
   */
  takeClosed(leftLimit: number, rightLimit: number, take: (waiting: Waiting) => void): number | undefined;
}

/** Sorted by ts and, among equals, by arrival: adding is nearly always an append. */
export function pendingQueue(initial: readonly Waiting[]): PendingQueue {
  let queue: Waiting[] = [...initial].sort((a, b) => a.entry.ts - b.entry.ts);
  let head = 0;

  const skipSettled = (): void => {
    while (head < queue.length && !(queue[head] as Waiting).entry.pending) head++;
    if (head > 1024 && head * 2 > queue.length) {
      queue = queue.slice(head);
      head = 0;
    }
  };

  return {
    add: (waiting) => {
      let at = queue.length;
      while (at > head && (queue[at - 1] as Waiting).entry.ts > waiting.entry.ts) at--;
      if (at === queue.length) queue.push(waiting);
      else queue.splice(at, 0, waiting);
    },
    takeClosed: (leftLimit, rightLimit, take) => {
      let seen: number | undefined;
      // an open record of one side may stand before a closed one of the other, when the window is lopsided
      for (let at = head; at < queue.length; at++) {
        const waiting = queue[at] as Waiting;
        const { ts, pending } = waiting.entry;
        if (!pending) continue;
        seen = ts;
        if (ts >= leftLimit && ts >= rightLimit) break;
        if (ts < (waiting.side === 'left' ? leftLimit : rightLimit)) take(waiting);
      }
      skipSettled();
      return seen;
    },
  };
}
