/** An entry of one side of an outer join that waits for a match until its window closes. */
export interface Waiting {
  readonly entry: number;
  readonly ts: number;
  readonly side: 'left' | 'right';
}

/** Waiting entries of both sides, in the order of their time; see `compareTied` for those of one time. */
export interface PendingQueue {
  add(entry: number, ts: number, side: Waiting['side']): void;
  /**
   * Takes out every entry of which the window has closed, in order. A left one's has when its ts < `leftLimit`.
   *
   * @returns the ts of the oldest that still waits, or of the last one seen; undefined when there was none
   */
  takeClosed(leftLimit: number, rightLimit: number, take: (waiting: Waiting) => void): number | undefined;
}

const FIRST_ROOM = 16;

/**
 * Sorted by ts: adding is nearly always an append. Columns of numbers: most entries are matched long before their windows
 * close, and wait here as sixteen bytes outside the JavaScript heap.
 *
 * @param isPending entries that have been matched meanwhile are passed over
 * @param compareTied the order of entries of one time
 */
export function pendingQueue(
  initial: readonly Waiting[],
  isPending: (entry: number, side: Waiting['side']) => boolean,
  compareTied: (a: Waiting, b: Waiting) => number,
): PendingQueue {
  let times = new Float64Array(FIRST_ROOM);
  /** twice the entry, and one more for the right side */
  let codes = new Float64Array(FIRST_ROOM);
  let head = 0;
  let end = 0;

  const entryAt = (at: number): number => Math.floor((codes[at] as number) / 2);
  const sideAt = (at: number): Waiting['side'] => ((codes[at] as number) % 2 === 0 ? 'left' : 'right');
  const waitingAt = (at: number): Waiting => ({
    entry: entryAt(at),
    ts: times[at] as number,
    side: sideAt(at),
  });
  const isPendingAt = (at: number): boolean => isPending(entryAt(at), sideAt(at));
  const skipSettled = (): void => {
    while (head < end && !isPendingAt(head)) head++;
  };
  /** Moves what waits to the front: into twice the room where it fills more than half of it, into half where little. */
  const makeRoom = (): void => {
    const waiting = end - head;
    let room = times.length;
    if (waiting * 2 > room) room *= 2;
    else if (waiting * 8 < room && room > FIRST_ROOM) room /= 2;
    times = moved(times, head, end, room);
    codes = moved(codes, head, end, room);
    head = 0;
    end = waiting;
  };
  const add = (entry: number, ts: number, side: Waiting['side']): void => {
    if (end === times.length) {
      skipSettled();
      makeRoom();
    }
    let at = end;
    while (at > head && (times[at - 1] as number) > ts) at--;
    times.copyWithin(at + 1, at, end);
    codes.copyWithin(at + 1, at, end);
    times[at] = ts;
    codes[at] = entry * 2 + (side === 'left' ? 0 : 1);
    end++;
  };
  for (const { entry, ts, side } of [...initial].sort((a, b) => a.ts - b.ts)) add(entry, ts, side);

  return {
    add,
    takeClosed: (leftLimit, rightLimit, take) => {
      skipSettled();
      let seen: number | undefined;
      const isClosed = (ts: number, side: Waiting['side']): boolean =>
        ts < (side === 'left' ? leftLimit : rightLimit);
      // an open entry of one side may stand before a closed one of the other, when the window is lopsided
      for (let at = head, next = head; at < end; at = next) {
        next = at + 1;
        if (!isPendingAt(at)) continue;
        const ts = times[at] as number;
        seen = ts;
        if (ts >= leftLimit && ts >= rightLimit) break;
        while (next < end && times[next] === ts) next++;
        if (next === at + 1) {
          if (isClosed(ts, sideAt(at))) take(waitingAt(at));
          continue;
        }
        const tied: Waiting[] = [];
        for (let i = at; i < next; i++)
          if (isPendingAt(i) && isClosed(ts, sideAt(i))) tied.push(waitingAt(i));
        for (const each of tied.sort(compareTied)) take(each);
      }
      skipSettled();
      return seen;
    },
  };
}

/** A column of so much room that begins with what lies between two places of another one. */
function moved(column: Float64Array, from: number, to: number, room: number): Float64Array<ArrayBuffer> {
  const made = new Float64Array(room);
  made.set(column.subarray(from, to));
  return made;
}
