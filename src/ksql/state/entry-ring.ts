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
  let capacity = FIRST_CAPACITY;
  let times = new Float64Array(capacity);
  let hashes = new Int32Array(capacity);
  /** how many entries back the one before it in its bucket is; 0: none */
  let back = new Uint32Array(capacity);
  let flags = new Uint8Array(capacity);
  let offsets = new Float64Array(capacity * sides);
  /** the newest entry of each bucket, plus 1; 0: none */
  let buckets = new Float64Array(capacity);
  const oldest = new Array<number>(sides).fill(Number.POSITIVE_INFINITY);
  let first = 0;
  let next = 0;

  const link = (entry: number, hash: number): void => {
    const bucket = hash & (capacity - 1);
    const newest = (buckets[bucket] as number) - 1;
    back[entry & (capacity - 1)] = newest >= first ? entry - newest : 0;
    buckets[bucket] = entry + 1;
  };

  /** The first entry of a hash in a bucket's chain, from `entry` back. */
  const ofHash = (entry: number, hash: number): number => {
    let found = entry;
    while (found >= first) {
      const at = found & (capacity - 1);
      if (hashes[at] === hash) return found;
      const distance = back[at] as number;
      if (distance === 0) return -1;
      found -= distance;
    }
    return -1;
  };

  const grow = (): void => {
    const old = { capacity, times, hashes, flags, offsets };
    capacity *= 2;
    times = new Float64Array(capacity);
    hashes = new Int32Array(capacity);
    back = new Uint32Array(capacity);
    flags = new Uint8Array(capacity);
    offsets = new Float64Array(capacity * sides);
    buckets = new Float64Array(capacity);
    for (let entry = first; entry < next; entry++) {
      const from = entry & (old.capacity - 1);
      const to = entry & (capacity - 1);
      const hash = old.hashes[from] as number;
      times[to] = old.times[from] as number;
      flags[to] = old.flags[from] as number;
      hashes[to] = hash;
      for (let side = 0; side < sides; side++)
        offsets[to * sides + side] = old.offsets[from * sides + side] as number;
      link(entry, hash);
    }
  };

  return {
    next: () => next,
    first: () => first,
    push: (hash, ts, pending) => {
      if (next - first === capacity) grow();
      const entry = next++;
      const at = entry & (capacity - 1);
      times[at] = ts;
      hashes[at] = hash;
      flags[at] = pending ? PENDING : 0;
      link(entry, hash);
      return entry;
    },
    ts: (entry) => times[entry & (capacity - 1)] as number,
    isPending: (entry) => entry >= first && ((flags[entry & (capacity - 1)] as number) & PENDING) !== 0,
    setSettled: (entry) => {
      flags[entry & (capacity - 1)] = (flags[entry & (capacity - 1)] as number) & ~PENDING;
    },
    offset: (entry, side) => offsets[(entry & (capacity - 1)) * sides + side] as number,
    setOffset: (entry, side, offset) => {
      offsets[(entry & (capacity - 1)) * sides + side] = offset;
      if (offset >= 0 && offset < (oldest[side] as number)) oldest[side] = offset;
    },
    newest: (hash) => ofHash((buckets[hash & (capacity - 1)] as number) - 1, hash),
    older: (entry) => {
      const at = entry & (capacity - 1);
      const distance = back[at] as number;
      return distance === 0 ? -1 : ofHash(entry - distance, hashes[at] as number);
    },
    expire: (limit) => {
      while (first < next) {
        const at = first & (capacity - 1);
        if ((times[at] as number) > limit || ((flags[at] as number) & PENDING) !== 0) return;
        first++;
      }
    },
    oldestOffset: (side) => (first === next ? Number.POSITIVE_INFINITY : (oldest[side] as number)),
    write: (writer) => {
      const count = next - first;
      writer.f64(first);
      writer.u32(count);
      const column = new Float64Array(count);
      const ownHashes = new Int32Array(count);
      const ownFlags = new Uint8Array(count);
      for (let i = 0; i < count; i++) {
        const at = (first + i) & (capacity - 1);
        column[i] = times[at] as number;
        ownHashes[i] = hashes[at] as number;
        ownFlags[i] = (flags[at] as number) & PENDING;
      }
      writer.raw(ownFlags);
      writer.raw(bytesOf(ownHashes));
      writeNumbers(writer, column);
      for (let side = 0; side < sides; side++) {
        let least = Number.POSITIVE_INFINITY;
        for (let i = 0; i < count; i++) {
          const offset = offsets[((first + i) & (capacity - 1)) * sides + side] as number;
          column[i] = offset;
          if (offset >= 0 && offset < least) least = offset;
        }
        oldest[side] = least;
        writeNumbers(writer, column);
      }
    },
    read: (reader) => {
      first = reader.f64();
      next = first;
      const count = reader.u32();
      while (capacity < count) capacity *= 2;
      back = new Uint32Array(capacity);
      buckets = new Float64Array(capacity);
      times = new Float64Array(capacity);
      hashes = new Int32Array(capacity);
      flags = new Uint8Array(capacity);
      offsets = new Float64Array(capacity * sides);
      const ownFlags = reader.raw(count);
      const ownHashes = new Int32Array(count);
      bytesOf(ownHashes).set(reader.raw(count * 4));
      const ownTimes = readNumbers(reader, count);
      for (let side = 0; side < sides; side++) {
        const column = readNumbers(reader, count);
        let least = Number.POSITIVE_INFINITY;
        for (let i = 0; i < count; i++) {
          const offset = column[i] as number;
          offsets[((first + i) & (capacity - 1)) * sides + side] = offset;
          if (offset >= 0 && offset < least) least = offset;
        }
        oldest[side] = least;
      }
      for (let i = 0; i < count; i++) {
        const entry = next++;
        const at = entry & (capacity - 1);
        const hash = ownHashes[i] as number;
        flags[at] = ownFlags[i] as number;
        hashes[at] = hash;
        times[at] = ownTimes[i] as number;
        link(entry, hash);
      }
    },
  };
}
