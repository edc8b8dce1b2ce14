import type { ByteReader } from '../log/byte-reader.ts';
import type { ByteWriter } from '../log/byte-writer.ts';
import { bytesOf, readNumbers, writeNumbers } from './number-column.ts';

/**
 * Entries of a join's side, in the order they came, as columns of numbers outside the JavaScript heap: hundreds of
 * thousands of them cost the garbage collector nothing. An entry's number counts up from 0 and never changes; entries
 * leave from the front. Entries of one hash are chained from the newest back, and a chain simply ends where the front
 * is: taking entries out is moving the front.
 */
export interface EntryRing {
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
  /** Writes the entries that are there, column by column. */
  write(writer: ByteWriter): void;
  /** Takes in what `write` wrote, into a ring that is empty. */
  read(reader: ByteReader): void;
}

const FIRST_CAPACITY = 16;
const PENDING = 1;

/** @param sides offsets an entry */
export function entryRing(sides: number): EntryRing {
  let ring = newColumns(FIRST_CAPACITY, sides);
  let mask = FIRST_CAPACITY - 1;
  const oldest = new Array<number>(sides).fill(Number.POSITIVE_INFINITY);
  let first = 0;
  let next = 0;

  /** The first entry of a hash in a bucket's chain, from `entry` back. */
  const ofHash = (entry: number, hash: number): number => {
    const { hashes, back } = ring;
    let found = entry;
    while (found >= first) {
      const at = found & mask;
      if (hashes[at] === hash) return found;
      const distance = back[at] as number;
      if (distance === 0) return -1;
      found -= distance;
    }
    return -1;
  };

  /** Takes in entries from `first` on, and links them. */
  const take = (entries: Entries, capacity: number): void => {
    ring = newColumns(capacity, sides);
    mask = capacity - 1;
    place(entries.flags, ring.flags, first);
    place(entries.hashes, ring.hashes, first);
    place(entries.times, ring.times, first);
    for (let side = 0; side < sides; side++)
      place(entries.offsets[side] as Float64Array, ring.offsets[side] as Float64Array, first);
    linkAll(ring, first, next);
  };

  return {
    next: () => next,
    first: () => first,
    push: (hash, ts, pending) => {
      if (next - first > mask) take(entriesOf(ring, first, next), (mask + 1) * 2);
      const entry = next++;
      const at = entry & mask;
      const { times, hashes, flags, back, buckets } = ring;
      times[at] = ts;
      hashes[at] = hash;
      flags[at] = pending ? PENDING : 0;
      const newest = (buckets[hash & mask] as number) - 1;
      back[at] = newest >= first ? entry - newest : 0;
      buckets[hash & mask] = entry + 1;
      return entry;
    },
    ts: (entry) => ring.times[entry & mask] as number,
    isPending: (entry) => entry >= first && ((ring.flags[entry & mask] as number) & PENDING) !== 0,
    setSettled: (entry) => {
      ring.flags[entry & mask] = (ring.flags[entry & mask] as number) & ~PENDING;
    },
    offset: (entry, side) => (ring.offsets[side] as Float64Array)[entry & mask] as number,
    setOffset: (entry, side, offset) => {
      (ring.offsets[side] as Float64Array)[entry & mask] = offset;
      if (offset >= 0 && offset < (oldest[side] as number)) oldest[side] = offset;
    },
    newest: (hash) => ofHash((ring.buckets[hash & mask] as number) - 1, hash),
    older: (entry) => {
      const at = entry & mask;
      const distance = ring.back[at] as number;
      return distance === 0 ? -1 : ofHash(entry - distance, ring.hashes[at] as number);
    },
    expire: (limit) => {
      const { times, flags } = ring;
      while (first < next) {
        const at = first & mask;
        if ((times[at] as number) > limit || ((flags[at] as number) & PENDING) !== 0) return;
        first++;
      }
    },
    oldestOffset: (side) => (first === next ? Number.POSITIVE_INFINITY : (oldest[side] as number)),
    write: (writer) => {
      const { flags, hashes, times, offsets } = entriesOf(ring, first, next);
      writer.f64(first);
      writer.u32(next - first);
      writer.raw(flags);
      writer.raw(bytesOf(hashes));
      writeNumbers(writer, times);
      offsets.forEach((column, side) => {
        oldest[side] = leastOffset(column);
        writeNumbers(writer, column);
      });
    },
    read: (reader) => {
      first = reader.f64();
      const count = reader.u32();
      next = first + count;
      const flags = reader.raw(count);
      const hashes = new Int32Array(count);
      bytesOf(hashes).set(reader.raw(count * 4));
      const times = readNumbers(reader, count);
      const offsets = oldest.map(() => readNumbers(reader, count));
      offsets.forEach((column, side) => {
        oldest[side] = leastOffset(column);
      });
      let capacity = FIRST_CAPACITY;
      while (capacity < count) capacity *= 2;
      take({ flags, hashes, times, offsets }, capacity);
    },
  };
}

/** Columns of entries, one behind the other. */
interface Entries {
  readonly times: Float64Array;
  readonly hashes: Int32Array;
  readonly flags: Uint8Array;
  /** a column a side */
  readonly offsets: readonly Float64Array[];
}

/** The same as long as the ring's capacity, a power of two: an entry's place is its number modulo that. */
interface Columns extends Entries {
  /** how many entries back the one before it in its bucket is; 0: none */
  readonly back: Uint32Array;
  /** the newest entry of each bucket, plus 1; 0: none */
  readonly buckets: Float64Array;
}

const newColumns = (capacity: number, sides: number): Columns => ({
  times: new Float64Array(capacity),
  hashes: new Int32Array(capacity),
  flags: new Uint8Array(capacity),
  offsets: Array.from({ length: sides }, () => new Float64Array(capacity)),
  back: new Uint32Array(capacity),
  buckets: new Float64Array(capacity),
});

type Column = Float64Array | Int32Array | Uint8Array;

/** Copies a column of entries from `first` on into one of a ring. */
function place<T extends Column>(column: T, ring: T, first: number): void {
  const at = first & (ring.length - 1);
  const untilEnd = Math.min(column.length, ring.length - at);
  ring.set(column.subarray(0, untilEnd), at);
  ring.set(column.subarray(untilEnd), 0);
}

/** The entries in [first, next) of one of a ring's columns, in order. */
function straight<T extends Column>(ring: T, into: T, first: number): T {
  const at = first & (ring.length - 1);
  const untilEnd = Math.min(into.length, ring.length - at);
  into.set(ring.subarray(at, at + untilEnd));
  into.set(ring.subarray(0, into.length - untilEnd), untilEnd);
  return into;
}

function entriesOf(ring: Columns, first: number, next: number): Entries {
  const count = next - first;
  return {
    times: straight(ring.times, new Float64Array(count), first),
    hashes: straight(ring.hashes, new Int32Array(count), first),
    flags: straight(ring.flags, new Uint8Array(count), first),
    offsets: ring.offsets.map((column) => straight(column, new Float64Array(count), first)),
  };
}

function linkAll({ hashes, back, buckets }: Columns, first: number, next: number): void {
  const mask = hashes.length - 1;
  for (let entry = first; entry < next; entry++) {
    const at = entry & mask;
    const bucket = (hashes[at] as number) & mask;
    const newest = (buckets[bucket] as number) - 1;
    back[at] = newest >= first ? entry - newest : 0;
    buckets[bucket] = entry + 1;
  }
}

function leastOffset(column: Float64Array): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < column.length; i++) {
    const offset = column[i] as number;
    if (offset >= 0 && offset < least) least = offset;
  }
  return least;
}
