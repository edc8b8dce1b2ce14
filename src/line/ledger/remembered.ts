/** Remembers entries for a while: at least `forMs` of stream time, at most about twice as long. */
export interface Remembered<V> {
  get(key: string): V | undefined;
  set(key: string, value: V): void;
  delete(key: string): void;
  /** Tells how far stream time is (ms since the epoch). */
  advance(streamTime: number): void;
  size(): number;
}

/**
 * Two generations: entries go into the young one, and when that is old or full it takes the place of the old one, which
 * is forgotten as a whole. Costs nothing per entry, and bounds memory whatever comes.
 */
export function remembered<V>(forMs: number, maxEntries: number): Remembered<V> {
  let young = new Map<string, V>();
  let old = new Map<string, V>();
  let since: number | undefined;
  return {
    get: (key) => young.get(key) ?? old.get(key),
    set: (key, value) => {
      old.delete(key);
      young.set(key, value);
      if (young.size < maxEntries) return;
      old = young;
      young = new Map();
    },
    delete: (key) => {
      young.delete(key);
      old.delete(key);
    },
    advance: (streamTime) => {
      since ??= streamTime;
      if (streamTime - since < forMs) return;
      since = streamTime;
      old = young;
      young = new Map();
    },
    size: () => young.size + old.size,
  };
}
