/**
 * Entries of a join's side in rows of 32-bit words, outside the JavaScript heap: a lookup touches one place in memory, not
 * one a column. A time or an offset is held as its distance from the chunk's first one; the rare one that is further away
 * than 32 bits tell is kept beside.
 */
export interface EntryChunk {
  words: Uint32Array;
  /** what the numbers of each column are counted from; NaN: there is none yet */
  readonly bases: Float64Array;
  /** numbers that are too far from their base, by the index of their word */
  far: Map<number, number> | undefined;
}

/** Entries a chunk; a power of two. */
export const CHUNK_BITS = 10;
export const CHUNK = 1 << CHUNK_BITS;
/** Room of a ring's first chunk: most joins of a line that has just started hold a few entries. A power of two. */
export const FIRST_ROWS = 32;

/** Columns of a row. */
export const HASH = 0;
/** Bit 31: it waits for a match. The rest: how many entries back the one before it in its bucket is; 0: none. */
export const LINK = 1;
export const TIME = 2;
/** of the first side; the others behind it */
export const OFFSETS = 3;

/** A word: the number is -1. */
const MISSING = 0xffff_ffff;
/** A word: the number is in `far`. */
const FAR = 0xffff_fffe;
/** Numbers around the first one fit, below it as well as above. */
const BELOW = 2 ** 31;

/** @param rows entries that it has room for; see `growChunk` */
export const newChunk = (width: number, rows = CHUNK): EntryChunk => ({
  words: new Uint32Array(rows * width),
  bases: new Float64Array(width).fill(Number.NaN),
  far: undefined,
});

/** Makes room for a word, twice as much each time: CHUNK entries at most. */
export function growChunk(chunk: EntryChunk, word: number): void {
  let { length } = chunk.words;
  while (length <= word) length *= 2;
  const words = new Uint32Array(length);
  words.set(chunk.words);
  chunk.words = words;
}

/** The chunk as if it were new, but for what is in its words. */
export function clearChunk(chunk: EntryChunk): void {
  chunk.bases.fill(Number.NaN);
  chunk.far = undefined;
}

/** @param word the index of the number's word, which is of this column */
export function numberAt(chunk: EntryChunk, word: number, column: number): number {
  const code = chunk.words[word] as number;
  if (code < FAR) return (chunk.bases[column] as number) + code;
  return code === MISSING ? -1 : (chunk.far?.get(word) as number);
}

export function setNumber(chunk: EntryChunk, word: number, column: number, value: number): void {
  if (value === -1) {
    chunk.words[word] = MISSING;
    return;
  }
  let base = chunk.bases[column] as number;
  if (Number.isNaN(base)) {
    base = value - BELOW;
    chunk.bases[column] = base;
  }
  const code = value - base;
  if (code >= 0 && code < FAR && Number.isInteger(code)) {
    chunk.words[word] = code;
    return;
  }
  chunk.words[word] = FAR;
  chunk.far ??= new Map();
  chunk.far.set(word, value);
}
