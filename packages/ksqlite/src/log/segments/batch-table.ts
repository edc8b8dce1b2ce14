import type { BatchLocation } from './batch-location.ts';

/** Where a partition's batches lie in one segment, as columns of numbers: 28 bytes a batch, no object. */
export interface BatchTable {
  /** Batches come in order. */
  add(location: BatchLocation): void;
  /** The batch that holds an offset; undefined: none does. */
  find(offset: number): BatchLocation | undefined;
  /** The batches that hold an offset or later ones. */
  from(offset: number): readonly BatchLocation[];
  readonly rows: () => number;
}

const FIRST_ROWS = 4;

/** One allocation for both: a log that is opened has a table for each of its partitions. */
function columnsOf(capacity: number) {
  const bytes = new ArrayBuffer(capacity * 28);
  return {
    capacity,
    /** base offset and position, which may be more than 32 bits */
    wide: new Float64Array(bytes, 0, capacity * 2),
    /** count, bytes and CRC-32 */
    narrow: new Uint32Array(bytes, capacity * 16, capacity * 3),
  };
}

export function batchTable(segment: string): BatchTable {
  let columns = columnsOf(FIRST_ROWS);
  let { wide, narrow } = columns;
  let rows = 0;

  const grow = (): void => {
    columns = columnsOf(columns.capacity * 2);
    columns.wide.set(wide);
    columns.narrow.set(narrow);
    ({ wide, narrow } = columns);
  };
  const row = (i: number): BatchLocation => ({
    baseOffset: wide[i * 2] as number,
    count: narrow[i * 3] as number,
    segment,
    position: wide[i * 2 + 1] as number,
    bytes: narrow[i * 3 + 1] as number,
    crc: narrow[i * 3 + 2] as number,
  });
  /** The first row that ends behind an offset. */
  const rowOf = (offset: number): number => {
    let low = 0;
    let high = rows;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((wide[middle * 2] as number) + (narrow[middle * 3] as number) <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  return {
    rows: () => rows,
    add: ({ baseOffset, count, position, bytes, crc }) => {
      if (rows === columns.capacity) grow();
      wide[rows * 2] = baseOffset;
      wide[rows * 2 + 1] = position;
      narrow[rows * 3] = count;
      narrow[rows * 3 + 1] = bytes;
      narrow[rows * 3 + 2] = crc;
      rows++;
    },
    find: (offset) => {
      const i = rowOf(offset);
      return i < rows && (wide[i * 2] as number) <= offset ? row(i) : undefined;
    },
    from: (offset) => {
      const found: BatchLocation[] = [];
      for (let i = rowOf(offset); i < rows; i++) found.push(row(i));
      return found;
    },
  };
}
