/** Where the state sections of a segment's commits lie, as columns of numbers: one row a commit. */
export interface SectionTable {
  /** Sections come in order. */
  add(base: number, at: number, bytes: number): void;
  /** The section that holds an LSN; undefined: none does. */
  find(lsn: number): SectionPlace | undefined;
  readonly rows: () => number;
}

/** A commit's state changes within a segment. */
export interface SectionPlace {
  /** the LSN of its first byte */
  readonly base: number;
  /** byte in the segment */
  readonly at: number;
  readonly bytes: number;
}

const FIRST_ROWS = 16;
const COLUMNS = 3;

export function sectionTable(): SectionTable {
  let numbers = new Float64Array(FIRST_ROWS * COLUMNS);
  let rows = 0;
  return {
    rows: () => rows,
    add: (base, at, bytes) => {
      if (rows * COLUMNS === numbers.length) {
        const grown = new Float64Array(numbers.length * 2);
        grown.set(numbers);
        numbers = grown;
      }
      numbers[rows * COLUMNS] = base;
      numbers[rows * COLUMNS + 1] = at;
      numbers[rows * COLUMNS + 2] = bytes;
      rows++;
    },
    find: (lsn) => {
      let low = 0;
      let high = rows;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if ((numbers[middle * COLUMNS] as number) <= lsn) low = middle + 1;
        else high = middle;
      }
      if (low === 0) return undefined;
      const row = (low - 1) * COLUMNS;
      const base = numbers[row] as number;
      const bytes = numbers[row + 2] as number;
      return lsn < base + bytes ? { base, at: numbers[row + 1] as number, bytes } : undefined;
    },
  };
}
