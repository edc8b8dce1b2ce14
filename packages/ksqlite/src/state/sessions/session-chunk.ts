/** Entries a chunk; a power of two. */
export const CHUNK_BITS = 10;
export const CHUNK = 1 << CHUNK_BITS;
export const ENTRY_BYTES = 3 * 8 + 2 * 4 + 1;
/** Room of the first chunk: most statements of a line that has just started hold a few sessions. A power of two. */
export const FIRST_ROWS = 32;

/** Sessions as columns, in one piece of memory outside the JavaScript heap. */
export interface SessionChunk {
  readonly hashes: Int32Array;
  readonly starts: Float64Array;
  readonly ends: Float64Array;
  /** of the change that has the session */
  readonly lsns: Float64Array;
  /** how many entries back the one before it in its bucket is; 0: none */
  readonly back: Uint32Array;
  /** 1: its end is later than its place in the order says */
  readonly moved: Uint8Array;
}

/** @param rows entries that it has room for */
export function newChunk(rows: number): SessionChunk {
  const bytes = new ArrayBuffer(rows * ENTRY_BYTES);
  return {
    starts: new Float64Array(bytes, 0, rows),
    ends: new Float64Array(bytes, rows * 8, rows),
    lsns: new Float64Array(bytes, rows * 16, rows),
    hashes: new Int32Array(bytes, rows * 24, rows),
    back: new Uint32Array(bytes, rows * 28, rows),
    moved: new Uint8Array(bytes, rows * 32, rows),
  };
}

/** The same entries with twice the room. */
export function grownChunk(chunk: SessionChunk): SessionChunk {
  const larger = newChunk(chunk.hashes.length * 2);
  for (const column of Object.keys(larger) as (keyof SessionChunk)[]) larger[column].set(chunk[column]);
  return larger;
}
