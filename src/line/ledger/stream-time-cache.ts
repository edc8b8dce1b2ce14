/** Keeps entries for a while: at least `forMs` of stream time, at most an eighth longer. */
export interface StreamTimeCache<V> {
  get(key: string): V | undefined;
  set(key: string, value: V): void;
  delete(key: string): void;
  /** Moves stream time (ms since the epoch). */
  advance(streamTime: number): void;
  size(): number;
  /** The entries, the youngest generation first, and the stream time at which that one began. */
  readonly generations: () => readonly ReadonlyMap<string, V>[];
  readonly since: () => number | undefined;
  /** Puts back an entry of a generation, or the time at which the youngest began, before anything else is done. */
  restore(generation: number, key: string, value: V): void;
  restoreSince(streamTime: number): void;
}

/** Few enough to look through, many enough that memory does not go up and down with them. */
const GENERATIONS = 8;

/**
 * Entries go into the young generation; when that is old or full, another one is begun and the oldest is dropped as a
 * whole. Costs nothing per entry, and bounds memory whatever comes.
 *
 * @param maxEntries at least this many of the newest are kept, unless their time is over; at most an eighth more
 */
export function streamTimeCache<V>(forMs: number, maxEntries: number): StreamTimeCache<V> {
  /** the young one first */
  let generations: Map<string, V>[] = [new Map()];
  let since: number | undefined;
  const begin = (): void => {
    generations = [new Map(), ...generations.slice(0, GENERATIONS)];
  };
  return {
    get: (key) => {
      for (const generation of generations) {
        const value = generation.get(key);
        if (value !== undefined) return value;
      }
      return undefined;
    },
    set: (key, value) => {
      const [young, ...older] = generations as [Map<string, V>, ...Map<string, V>[]];
      for (const generation of older) if (generation.delete(key)) break;
      young.set(key, value);
      if (young.size * GENERATIONS >= maxEntries) begin();
    },
    delete: (key) => {
      for (const generation of generations) if (generation.delete(key)) return;
    },
    advance: (streamTime) => {
      since ??= streamTime;
      if ((streamTime - since) * GENERATIONS < forMs) return;
      // after a pause as many generations are over as would have been
      const over = Math.min(GENERATIONS + 1, Math.floor(((streamTime - since) * GENERATIONS) / forMs));
      for (let i = 0; i < over; i++) begin();
      since = streamTime;
    },
    size: () => generations.reduce((sum, generation) => sum + generation.size, 0),
    generations: () => generations,
    since: () => since,
    restore: (generation, key, value) => {
      while (generations.length <= generation) generations.push(new Map());
      generations[generation]?.set(key, value);
    },
    restoreSince: (streamTime) => {
      since = streamTime;
    },
  };
}
