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

const FEWEST_BUCKETS = 64;
const PENDING = 0x8000_0000;
const DISTANCE = 0x7fff_ffff;

/**
 * A chunked deque: the entries of a join's side in the order they came, outside the JavaScript heap, so that hundreds of
 * thousands of them cost the garbage collector nothing. An entry's number counts up from 0 and never changes; entries leave
 * from the front, and their memory with them, a chunk at a time. Entries of one hash are chained from the newest back, and a
 * chain simply ends where the front is: taking entries out is moving the front.
 *
 * What must stay true: the entries that are there are those from `first` to before `next`; a link never leads forward. A
 * bucket may be wrong: what it leads to is looked at, so that costs a look and no more.
 */
export class EntryDeque {
  readonly #sides: number;
  /** 32-bit words of an entry */
  readonly #width: number;
  readonly #chunks: EntryChunk[] = [];
  /** the number of the first chunk's first entry */
  #base = 0;
  #spare: EntryChunk | undefined;
  #first = 0;
  #next = 0;
  /** the newest entry of each bucket, modulo 2^32; that of an empty one is any */
  #buckets = new Uint32Array(FEWEST_BUCKETS);
  readonly #oldest: number[];

  /** @param sides offsets an entry */
  constructor(sides: number) {
    this.#sides = sides;
    this.#width = OFFSETS + sides;
    this.#oldest = new Array<number>(sides).fill(Number.POSITIVE_INFINITY);
  }

  /** The number that the next entry will have. */
  next(): number {
    return this.#next;
  }

  /** The number of the oldest entry, or `next`. */
  first(): number {
    return this.#first;
  }

  /** Adds an entry; its offsets are to be set. @returns its number */
  push(hash: number, ts: number, pending: boolean): number {
    const entry = this.#next;
    if (entry - this.#base >= this.#chunks.length * CHUNK) {
      this.#chunks.push(this.#spare ?? newChunk(this.#width, this.#chunks.length === 0 ? FIRST_ROWS : CHUNK));
      this.#spare = undefined;
    }
    const chunk = this.#chunkOf(entry);
    const row = this.#rowOf(entry);
    if (row >= chunk.words.length) growChunk(chunk, row);
    chunk.words[row + HASH] = hash;
    setNumber(chunk, row + TIME, TIME, ts);
    this.#next++;
    this.#link(entry, row, chunk.words, pending ? PENDING : 0);
    if (this.#next - this.#first > 2 * this.#buckets.length) this.#rebuild(this.#buckets.length * 2);
    return entry;
  }

  ts(entry: number): number {
    return numberAt(this.#chunkOf(entry), this.#rowOf(entry) + TIME, TIME);
  }

  isPending(entry: number): boolean {
    return entry >= this.#first && this.#hasFlag(entry);
  }

  setSettled(entry: number): void {
    const { words } = this.#chunkOf(entry);
    const at = this.#rowOf(entry) + LINK;
    words[at] = (words[at] as number) & DISTANCE;
  }

  offset(entry: number, side: number): number {
    const column = OFFSETS + side;
    return numberAt(this.#chunkOf(entry), this.#rowOf(entry) + column, column);
  }

  setOffset(entry: number, side: number, offset: number): void {
    const column = OFFSETS + side;
    setNumber(this.#chunkOf(entry), this.#rowOf(entry) + column, column, offset);
    if (offset >= 0 && offset < (this.#oldest[side] as number)) this.#oldest[side] = offset;
  }

  /** The newest entry of a hash; -1: none. */
  newest(hash: number): number {
    const newest = this.#next - 1;
    const bucket = this.#buckets[hash & (this.#buckets.length - 1)] as number;
    return this.#ofHash(newest - ((newest - bucket) >>> 0), hash);
  }

  /** The next older entry of the same hash; -1: none. */
  older(entry: number): number {
    const { words } = this.#chunkOf(entry);
    const row = this.#rowOf(entry);
    const distance = (words[row + LINK] as number) & DISTANCE;
    return distance === 0 ? -1 : this.#ofHash(entry - distance, words[row + HASH] as number);
  }

  /** Takes entries out from the front while they are settled and their ts is at most `limit`. */
  expire(limit: number): void {
    while (this.#first < this.#next && !this.#hasFlag(this.#first) && this.ts(this.#first) <= limit)
      this.#takeFront();
    let count = this.#buckets.length;
    while (this.#next - this.#first < count / 8 && count > FEWEST_BUCKETS) count /= 2;
    if (count < this.#buckets.length) this.#rebuild(count);
  }

  /** No entry has an older offset of this side; Infinity: none has one. As of the last `write`, or lower. */
  oldestOffset(side: number): number {
    return this.#first === this.#next ? Number.POSITIVE_INFINITY : (this.#oldest[side] as number);
  }

  /** Bytes that the entries take. */
  bytes(): number {
    return this.#chunks.reduce(
      (sum, { words }) => sum + words.byteLength,
      this.#buckets.byteLength + (this.#spare?.words.byteLength ?? 0),
    );
  }

  /** Writes the entries that are there, column by column. */
  write(writer: ByteWriter): void {
    const first = this.#first;
    const count = this.#next - first;
    const flags = new Uint8Array(count);
    const hashes = new Int32Array(count);
    const numbers = new Float64Array(count);
    for (let i = 0; i < count; i++) {
      flags[i] = this.#hasFlag(first + i) ? 1 : 0;
      hashes[i] = this.#chunkOf(first + i).words[this.#rowOf(first + i) + HASH] as number;
      numbers[i] = this.ts(first + i);
    }
    writer.f64(first);
    writer.u32(count);
    writer.raw(flags);
    writer.raw(bytesOf(hashes));
    writeNumbers(writer, numbers);
    for (let side = 0; side < this.#sides; side++) {
      for (let i = 0; i < count; i++) numbers[i] = this.offset(first + i, side);
      this.#oldest[side] = leastOffset(numbers);
      writeNumbers(writer, numbers);
    }
  }

  /** Takes in what `write` wrote, into a deque that is empty. */
  read(reader: ByteReader): void {
    const first = reader.f64();
    this.#first = first;
    this.#next = first;
    this.#base = first - (first & (CHUNK - 1));
    const count = reader.u32();
    const flags = reader.raw(count);
    const hashes = new Int32Array(count);
    bytesOf(hashes).set(reader.raw(count * 4));
    const times = readNumbers(reader, count);
    for (let i = 0; i < count; i++) this.push(hashes[i] as number, times[i] as number, flags[i] === 1);
    for (let side = 0; side < this.#sides; side++) {
      const offsets = readNumbers(reader, count);
      for (let i = 0; i < count; i++) this.setOffset(first + i, side, offsets[i] as number);
      this.#oldest[side] = leastOffset(offsets);
    }
  }

  #chunkOf(entry: number): EntryChunk {
    return this.#chunks[(entry - this.#base) >>> CHUNK_BITS] as EntryChunk;
  }

  /** The index of an entry's first word in its chunk. */
  #rowOf(entry: number): number {
    return (entry & (CHUNK - 1)) * this.#width;
  }

  #hasFlag(entry: number): boolean {
    return ((this.#chunkOf(entry).words[this.#rowOf(entry) + LINK] as number) & PENDING) !== 0;
  }

  /** The first entry of a hash in a bucket's chain, from `entry` back. */
  #ofHash(entry: number, hash: number): number {
    const wanted = hash >>> 0;
    let found = entry;
    while (found >= this.#first) {
      const { words } = this.#chunkOf(found);
      const row = this.#rowOf(found);
      if (words[row + HASH] === wanted) return found;
      const distance = (words[row + LINK] as number) & DISTANCE;
      if (distance === 0) return -1;
      found -= distance;
    }
    return -1;
  }

  /** Puts an entry in front of its bucket's chain. */
  #link(entry: number, row: number, words: Uint32Array, flag: number): void {
    const bucket = (words[row + HASH] as number) & (this.#buckets.length - 1);
    const distance = (entry - (this.#buckets[bucket] as number)) >>> 0;
    words[row + LINK] = (entry - distance >= this.#first ? distance : 0) | flag;
    this.#buckets[bucket] = entry;
  }

  #rebuild(count: number): void {
    this.#buckets = new Uint32Array(count);
    for (let entry = this.#first; entry < this.#next; entry++) {
      const { words } = this.#chunkOf(entry);
      const row = this.#rowOf(entry);
      this.#link(entry, row, words, (words[row + LINK] as number) & PENDING);
    }
  }

  #takeFront(): void {
    this.#first++;
    if (this.#first - this.#base < CHUNK) return;
    this.#base += CHUNK;
    this.#spare = this.#chunks.shift();
    if (this.#spare !== undefined) clearChunk(this.#spare);
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
