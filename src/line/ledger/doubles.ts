/** Counts what came out twice, and keeps the first names. */
export interface Doubles {
  add(name: string): void;
  readonly count: () => number;
  readonly first: (max: number) => readonly string[];
  readonly saved: () => SavedDoubles;
  /** Takes in what was saved, before anything is added. */
  restore(saved: SavedDoubles): void;
}

export interface SavedDoubles {
  readonly count: number;
  readonly names: readonly string[];
}

const KEPT = 100;

export function doubles(): Doubles {
  const names: string[] = [];
  let count = 0;
  return {
    add: (name) => {
      count += 1;
      if (names.length < KEPT) names.push(name);
    },
    count: () => count,
    first: (max) => names.slice(0, max),
    saved: () => ({ count, names }),
    restore: (saved) => {
      count = saved.count;
      names.push(...saved.names);
    },
  };
}
