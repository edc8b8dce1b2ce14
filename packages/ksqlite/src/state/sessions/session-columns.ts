import type { ByteReader } from '../../log/bytes/byte-reader.ts';
import type { ByteWriter } from '../../log/bytes/byte-writer.ts';
import { bytesOf, readNumbers, writeNumbers } from '../codecs/frame-of-reference.ts';

/**
 * Sessions as columns of numbers outside the JavaScript heap, about 40 bytes each: the key's hash, the bounds, and the
 * position of the change that holds the rest. Entries stand in the order they came, in chunks; they leave from the
 * front, and those that die in the middle are taken out together once they are the most. Entries of one hash are chained
 * from the newest back; a chain ends where the front is. An entry's number holds until the next `push` or `expire`.
 */
export interface SessionColumns {
  /** @param lsn at least 0 */
  push(hash: number, start: number, end: number, lsn: number): void;
  /** The entry goes on with other bounds, as another change. */
  move(entry: number, start: number, end: number, position: number): void;
  remove(entry: number): void;
  /** The newest living entry of a hash; -1: none. */
  newest(hash: number): number;
  /** The next older living entry of the same hash; -1: none. */
  older(entry: number): number;
  hash(entry: number): number;
  start(entry: number): number;
  end(entry: number): number;
  lsn(entry: number): number;
  /** Entries that end at or before `limit`, which never goes back, are gone: O(gone). */
  expire(limit: number): void;
  /** The living entries, nearly in the order of their ends. */
  entries(): Iterable<number>;
  readonly isEmpty: () => boolean;
  /** Bytes that the columns take. */
  readonly bytes: () => number;
  write(writer: ByteWriter): void;
  /** Takes in what `write` wrote, into columns that are empty. */
  read(reader: ByteReader): void;
}

/** Entries a chunk; a power of two. */
const CHUNK = 1024;
const CHUNK_BITS = 10;
const ENTRY_BYTES = 3 * 8 + 2 * 4 + 1;
/** Room of the first chunk: most statements of a line that has just started hold a few sessions. A power of two. */
const FIRST_ROWS = 32;
const FEWEST_BUCKETS = 64;
/** A position: the entry was removed. */
const DEAD = -1;
const FEWEST_DEAD = 4096;

interface Chunk {
  readonly hashes: Int32Array;
  readonly starts: Float64Array;
  readonly ends: Float64Array;
  readonly positions: Float64Array;
  /** how many entries back the one before it in its bucket is; 0: none */
  readonly back: Uint32Array;
  /** 1: its end is later than its place in the order says */
  readonly moved: Uint8Array;
}

/** @param rows entries that it has room for */
function newChunk(rows: number): Chunk {
  const bytes = new ArrayBuffer(rows * ENTRY_BYTES);
  return {
    starts: new Float64Array(bytes, 0, rows),
    ends: new Float64Array(bytes, rows * 8, rows),
    positions: new Float64Array(bytes, rows * 16, rows),
    hashes: new Int32Array(bytes, rows * 24, rows),
    back: new Uint32Array(bytes, rows * 28, rows),
    moved: new Uint8Array(bytes, rows * 32, rows),
  };
}

/** The same entries with twice the room. */
function grown(chunk: Chunk): Chunk {
  const larger = newChunk(chunk.hashes.length * 2);
  for (const column of Object.keys(larger) as (keyof Chunk)[]) larger[column].set(chunk[column]);
  return larger;
}

/** @param patienceMs an entry that was moved blocks the front for so long; if it has longer to live, it goes to the back */
export function sessionColumns(patienceMs: number): SessionColumns {
  const chunks: Chunk[] = [];
  /** the number of the first entry of the first chunk */
  let base = CHUNK;
  let spare: Chunk | undefined;
  // entries are numbered from CHUNK on: 0 in a bucket is none
  let first = CHUNK;
  let next = CHUNK;
  let dead = 0;
  /** the newest entry of each bucket, modulo 2^32 */
  let buckets = new Uint32Array(FEWEST_BUCKETS);
  let expired = Number.NEGATIVE_INFINITY;
  /** what was pushed since the last expiry lives on until the next one, however old it is */
  let unseen = CHUNK;

  const chunkOf = (entry: number): Chunk => chunks[(entry - base) >>> CHUNK_BITS] as Chunk;
  const at = (entry: number): number => entry & (CHUNK - 1);
  const isLive = (entry: number): boolean => {
    const chunk = chunkOf(entry);
    if (chunk.positions[at(entry)] === DEAD) return false;
    return (chunk.ends[at(entry)] as number) > expired || entry >= unseen;
  };
  const link = (entry: number, hash: number): void => {
    const bucket = hash & (buckets.length - 1);
    const distance = (entry - (buckets[bucket] as number)) >>> 0;
    chunkOf(entry).back[at(entry)] = entry - distance >= first ? distance : 0;
    buckets[bucket] = entry;
  };
  const rebuild = (count: number): void => {
    buckets = new Uint32Array(count);
    for (let entry = first; entry < next; entry++)
      if (chunkOf(entry).positions[at(entry)] !== DEAD)
        link(entry, chunkOf(entry).hashes[at(entry)] as number);
  };
  const push = (hash: number, start: number, end: number, position: number): void => {
    const entry = next;
    if (at(entry) === 0) {
      chunks.push(spare ?? newChunk(chunks.length === 0 ? FIRST_ROWS : CHUNK));
      spare = undefined;
    }
    const i = at(entry);
    if (i === chunkOf(entry).hashes.length) chunks[chunks.length - 1] = grown(chunkOf(entry));
    const chunk = chunkOf(entry);
    chunk.hashes[i] = hash;
    chunk.starts[i] = start;
    chunk.ends[i] = end;
    chunk.positions[i] = position;
    chunk.moved[i] = 0;
    next++;
    link(entry, hash);
    if (next - first > 2 * buckets.length) rebuild(buckets.length * 2);
  };
  const copyToBack = (entry: number): void => {
    const { hashes, starts, ends, positions } = chunkOf(entry);
    const i = at(entry);
    push(hashes[i] as number, starts[i] as number, ends[i] as number, positions[i] as number);
  };
  const takeFront = (): void => {
    if (chunkOf(first).positions[at(first)] === DEAD) dead--;
    first++;
    if (at(first) !== 0) return;
    spare = chunks.shift();
    base += CHUNK;
  };
  const dropFront = (): void => {
    while (first < next) {
      const chunk = chunkOf(first);
      const i = at(first);
      const end = chunk.ends[i] as number;
      if (chunk.positions[i] !== DEAD && end > expired) {
        if (chunk.moved[i] === 0 || end - expired <= patienceMs) break;
        copyToBack(first);
      }
      takeFront();
    }
    let count = buckets.length;
    while (next - first < count / 8 && count > FEWEST_BUCKETS) count /= 2;
    if (count < buckets.length) rebuild(count);
  };
  /** Amortised: at least as many are dead as are copied. */
  const compact = (): void => {
    if (dead < FEWEST_DEAD || dead * 2 < next - first) return;
    const end = next;
    for (let entry = first; entry < end; entry++) {
      if (!isLive(entry)) continue;
      copyToBack(entry);
      chunkOf(next - 1).moved[at(next - 1)] = chunkOf(entry).moved[at(entry)] as number;
    }
    while (first < end) takeFront();
    unseen = end;
    rebuild(buckets.length);
  };
  /** The first living entry of a hash in a bucket's chain, from `entry` back. */
  const ofHash = (entry: number, hash: number): number => {
    let found = entry;
    while (found >= first) {
      const chunk = chunkOf(found);
      const i = at(found);
      if (chunk.hashes[i] === hash && isLive(found)) return found;
      const distance = chunk.back[i] as number;
      if (distance === 0) return -1;
      found -= distance;
    }
    return -1;
  };
  const livingEntries = (): Float64Array => {
    const living = new Float64Array(next - first);
    let count = 0;
    for (let entry = first; entry < next; entry++) if (isLive(entry)) living[count++] = entry;
    return living.subarray(0, count);
  };

  return {
    push: (hash, start, end, position) => {
      compact();
      push(hash, start, end, position);
    },
    move: (entry, start, end, position) => {
      const chunk = chunkOf(entry);
      const i = at(entry);
      if (chunk.ends[i] !== end) chunk.moved[i] = 1;
      chunk.starts[i] = start;
      chunk.ends[i] = end;
      chunk.positions[i] = position;
    },
    remove: (entry) => {
      chunkOf(entry).positions[at(entry)] = DEAD;
      dead++;
    },
    newest: (hash) => ofHash(next - ((next - (buckets[hash & (buckets.length - 1)] as number)) >>> 0), hash),
    older: (entry) => {
      const distance = chunkOf(entry).back[at(entry)] as number;
      return distance === 0 ? -1 : ofHash(entry - distance, chunkOf(entry).hashes[at(entry)] as number);
    },
    hash: (entry) => chunkOf(entry).hashes[at(entry)] as number,
    start: (entry) => chunkOf(entry).starts[at(entry)] as number,
    end: (entry) => chunkOf(entry).ends[at(entry)] as number,
    lsn: (entry) => chunkOf(entry).positions[at(entry)] as number,
    expire: (limit) => {
      expired = limit;
      dropFront();
      unseen = next;
    },
    entries: livingEntries,
    isEmpty: () => first === next,
    bytes: () =>
      [...chunks, ...(spare === undefined ? [] : [spare])].reduce(
        (sum, { hashes }) => sum + hashes.length * ENTRY_BYTES,
        buckets.byteLength,
      ),
    write: (writer) => {
      const living = livingEntries();
      const count = living.length;
      const hashes = new Int32Array(count);
      const moved = new Uint8Array(count);
      const numbers = [new Float64Array(count), new Float64Array(count), new Float64Array(count)] as const;
      const [starts, ends, positions] = numbers;
      for (let n = 0; n < count; n++) {
        const chunk = chunkOf(living[n] as number);
        const i = at(living[n] as number);
        hashes[n] = chunk.hashes[i] as number;
        moved[n] = chunk.moved[i] as number;
        starts[n] = chunk.starts[i] as number;
        ends[n] = chunk.ends[i] as number;
        positions[n] = chunk.positions[i] as number;
      }
      writer.u32(count);
      writer.f64(expired);
      writer.raw(bytesOf(hashes));
      writer.raw(bytesOf(moved));
      for (const column of numbers) writeNumbers(writer, column);
    },
    read: (reader) => {
      const count = reader.u32();
      expired = reader.f64();
      const hashes = new Int32Array(count);
      bytesOf(hashes).set(reader.raw(count * 4));
      const moved = reader.raw(count);
      const [starts, ends, positions] = [0, 1, 2].map(() => readNumbers(reader, count));
      for (let i = 0; i < count; i++) {
        push(hashes[i] as number, starts?.[i] as number, ends?.[i] as number, positions?.[i] as number);
        chunkOf(next - 1).moved[at(next - 1)] = moved[i] as number;
      }
    },
  };
}
