/**
 * Entries in the order they came, handed back once they are older than a limit: O(expired), never a scan. Entries
 * come nearly in order of time; one that is out of order leaves a little later, which only costs its memory.
 */
export interface ExpiryQueue<T> {
  add(ts: number, entry: T): void;
  /** Takes out entries from the front while their time is at most `limit`. */
  expire(limit: number, drop: (entry: T) => void): void;
  /** What waits, in the order it came. */
  forEach(visit: (ts: number, entry: T) => void): void;
  readonly size: () => number;
}

const COMPACT_AT = 1024;

export function expiryQueue<T>(): ExpiryQueue<T> {
  let entries: T[] = [];
  let times: number[] = [];
  let head = 0;
  return {
    add: (ts, entry) => {
      entries.push(entry);
      times.push(ts);
    },
    expire: (limit, drop) => {
      for (;;) {
        const ts = times[head];
        if (ts === undefined || ts > limit) break;
        drop(entries[head] as T);
        head++;
      }
      // amortised: what is cut off is at least as much as what is copied
      if (head >= COMPACT_AT && head * 2 >= entries.length) {
        entries = entries.slice(head);
        times = times.slice(head);
        head = 0;
      }
    },
    forEach: (visit) => {
      for (let at = head; at < entries.length; at++) visit(times[at] as number, entries[at] as T);
    },
    size: () => entries.length - head,
  };
}
