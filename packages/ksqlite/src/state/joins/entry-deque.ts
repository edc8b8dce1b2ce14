import type { ByteReader } from '../../log/bytes/byte-reader.ts';
import type { ByteWriter } from '../../log/bytes/byte-writer.ts';
import { bytesOf, readNumbers, writeNumbers } from '../codecs/frame-of-reference.ts';
import {
  CHUNK,
  CHUNK_BITS,
  clearChunk,
  type EntryChunk,
  FIRST_ROWS,
  growChunk,
  HASH,
  LINK,
  newChunk,
  numberAt,
  OFFSETS,
  setNumber,
  TIME,
} from './entry-chunk.ts';

/**
 * Entries of a join's side, in the order they came, outside the JavaScript heap: hundreds of thousands of them cost the
 * garbage collector nothing. An entry's number counts up from 0 and never changes; entries leave from the front, and
 * their memory with them, a chunk at a time. Entries of one hash are chained from the newest back, and a chain simply
 * ends where the front is: taking entries out is moving the front.
 */
export interface EntryDeque {
  /** The number that the next entry will have; entries in [`first`, `next`) are there. */
  readonly next: () => number;
  readonly first: () => number;
  /** Adds an entry; its offsets are to be set. */
  push(hash: number, ts: number, pending: boolean): number;
  ts(entry: number): number;
  isPending(entry: number): boolean;
  setSettled(entry: number): void;
  offset(entry: number, side: number): number;
  setOffset(entry: number, side: number, offset: number): void;
  /** The newest entry of a hash; -1: none. */
  newest(hash: number): number;
  /** The next older entry of the same hash; -1: none. */
  older(entry: number): number;
  /** Takes entries out from the front while they are settled and their ts is at most `limit`. */
  expire(limit: number): void;
  /** No entry has an older offset of this side; Infinity: none has one. As of the last `write`, or lower. */
  oldestOffset(side: number): number;
  /** Bytes that the entries take. */
  readonly bytes: () => number;
  /** Writes the entries that are there, column by column. */
  write(writer: ByteWriter): void;
  /** Takes in what `write` wrote, into a ring that is empty. */
  read(reader: ByteReader): void;
}

const FEWEST_BUCKETS = 64;
const PENDING = 0x8000_0000;
const DISTANCE = 0x7fff_ffff;

/** @param sides offsets an entry */
export function entryDeque(sides: number): EntryDeque {
  const width = OFFSETS + sides;
  const chunks: EntryChunk[] = [];
  /** the number of the first chunk's first entry */
  let base = 0;
  let spare: EntryChunk | undefined;
  let first = 0;
  let next = 0;
  /**
   * the newest entry of each bucket, modulo 2^32; that of an empty one is any: what a chain leads to is looked at, so a
   * wrong link costs a look and no more
   */
  let buckets = new Uint32Array(FEWEST_BUCKETS);
  const oldest = new Array<number>(sides).fill(Number.POSITIVE_INFINITY);

  const chunkOf = (entry: number): EntryChunk => chunks[(entry - base) >>> CHUNK_BITS] as EntryChunk;
  /** The index of an entry's first word in its chunk. */
  const rowOf = (entry: number): number => (entry & (CHUNK - 1)) * width;
  const ts = (entry: number): number => numberAt(chunkOf(entry), rowOf(entry) + TIME, TIME);
  const isPending = (entry: number): boolean =>
    ((chunkOf(entry).words[rowOf(entry) + LINK] as number) & PENDING) !== 0;

  /** The first entry of a hash in a bucket's chain, from `entry` back. */
  const ofHash = (entry: number, hash: number): number => {
    const wanted = hash >>> 0;
    let found = entry;
    while (found >= first) {
      const { words } = chunkOf(found);
      const row = rowOf(found);
      if (words[row + HASH] === wanted) return found;
      const distance = (words[row + LINK] as number) & DISTANCE;
      if (distance === 0) return -1;
      found -= distance;
    }
    return -1;
  };
  const newestIn = (bucket: number): number => next - 1 - ((next - 1 - (buckets[bucket] as number)) >>> 0);
  /** Puts an entry in front of its bucket's chain. */
  const link = (entry: number, row: number, words: Uint32Array, flag: number): void => {
    const bucket = (words[row + HASH] as number) & (buckets.length - 1);
    const distance = (entry - (buckets[bucket] as number)) >>> 0;
    words[row + LINK] = (entry - distance >= first ? distance : 0) | flag;
    buckets[bucket] = entry;
  };
  const rebuild = (count: number): void => {
    buckets = new Uint32Array(count);
    for (let entry = first; entry < next; entry++) {
      const { words } = chunkOf(entry);
      const row = rowOf(entry);
      link(entry, row, words, (words[row + LINK] as number) & PENDING);
    }
  };
  const push = (hash: number, at: number, pending: boolean): number => {
    const entry = next;
    if (entry - base >= chunks.length * CHUNK) {
      chunks.push(spare ?? newChunk(width, chunks.length === 0 ? FIRST_ROWS : CHUNK));
      spare = undefined;
    }
    const chunk = chunkOf(entry);
    const row = rowOf(entry);
    if (row >= chunk.words.length) growChunk(chunk, row);
    chunk.words[row + HASH] = hash;
    setNumber(chunk, row + TIME, TIME, at);
    next++;
    link(entry, row, chunk.words, pending ? PENDING : 0);
    if (next - first > 2 * buckets.length) rebuild(buckets.length * 2);
    return entry;
  };
  const setOffset = (entry: number, side: number, offset: number): void => {
    const column = OFFSETS + side;
    setNumber(chunkOf(entry), rowOf(entry) + column, column, offset);
    if (offset >= 0 && offset < (oldest[side] as number)) oldest[side] = offset;
  };
  const offset = (entry: number, side: number): number =>
    numberAt(chunkOf(entry), rowOf(entry) + OFFSETS + side, OFFSETS + side);
  const takeFront = (): void => {
    first++;
    if (first - base < CHUNK) return;
    base += CHUNK;
    spare = chunks.shift();
    if (spare !== undefined) clearChunk(spare);
  };

  return {
    next: () => next,
    first: () => first,
    push,
    ts,
    isPending: (entry) => entry >= first && isPending(entry),
    setSettled: (entry) => {
      const { words } = chunkOf(entry);
      const at = rowOf(entry) + LINK;
      words[at] = (words[at] as number) & DISTANCE;
    },
    offset,
    setOffset,
    newest: (hash) => ofHash(newestIn(hash & (buckets.length - 1)), hash),
    older: (entry) => {
      const { words } = chunkOf(entry);
      const row = rowOf(entry);
      const distance = (words[row + LINK] as number) & DISTANCE;
      return distance === 0 ? -1 : ofHash(entry - distance, words[row + HASH] as number);
    },
    expire: (limit) => {
      while (first < next && !isPending(first) && ts(first) <= limit) takeFront();
      let count = buckets.length;
      while (next - first < count / 8 && count > FEWEST_BUCKETS) count /= 2;
      if (count < buckets.length) rebuild(count);
    },
    oldestOffset: (side) => (first === next ? Number.POSITIVE_INFINITY : (oldest[side] as number)),
    bytes: () =>
      chunks.reduce(
        (sum, { words }) => sum + words.byteLength,
        buckets.byteLength + (spare?.words.byteLength ?? 0),
      ),
    write: (writer) => {
      const count = next - first;
      const flags = new Uint8Array(count);
      const hashes = new Int32Array(count);
      const numbers = new Float64Array(count);
      for (let i = 0; i < count; i++) {
        flags[i] = isPending(first + i) ? 1 : 0;
        hashes[i] = chunkOf(first + i).words[rowOf(first + i) + HASH] as number;
        numbers[i] = ts(first + i);
      }
      writer.f64(first);
      writer.u32(count);
      writer.raw(flags);
      writer.raw(bytesOf(hashes));
      writeNumbers(writer, numbers);
      for (let side = 0; side < sides; side++) {
        for (let i = 0; i < count; i++) numbers[i] = offset(first + i, side);
        oldest[side] = leastOffset(numbers);
        writeNumbers(writer, numbers);
      }
    },
    read: (reader) => {
      first = reader.f64();
      next = first;
      base = first - (first & (CHUNK - 1));
      const count = reader.u32();
      const flags = reader.raw(count);
      const hashes = new Int32Array(count);
      bytesOf(hashes).set(reader.raw(count * 4));
      const times = readNumbers(reader, count);
      for (let i = 0; i < count; i++) push(hashes[i] as number, times[i] as number, flags[i] === 1);
      for (let side = 0; side < sides; side++) {
        const offsets = readNumbers(reader, count);
        for (let i = 0; i < count; i++) setOffset(first + i, side, offsets[i] as number);
        oldest[side] = leastOffset(offsets);
      }
    },
  };
}

function leastOffset(column: Float64Array): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < column.length; i++) {
    const offset = column[i] as number;
    if (offset >= 0 && offset < least) least = offset;
  }
  return least;
}
