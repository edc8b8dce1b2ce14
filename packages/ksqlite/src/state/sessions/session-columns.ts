import type { ByteReader } from '../../log/bytes/byte-reader.ts';
import type { ByteWriter } from '../../log/bytes/byte-writer.ts';
import { bytesOf, readNumbers, writeNumbers } from '../codecs/frame-of-reference.ts';
import {
  CHUNK,
  CHUNK_BITS,
  ENTRY_BYTES,
  FIRST_ROWS,
  grownChunk,
  newChunk,
  type SessionChunk,
} from './session-chunk.ts';

const FEWEST_BUCKETS = 64;
/** An LSN: the entry was removed. */
const DEAD = -1;
const FEWEST_DEAD = 4096;

/**
 * Sessions as columns of numbers outside the JavaScript heap, about 40 bytes each: the key's hash, the bounds, and the LSN
 * of the change that holds the rest. Entries stand in the order they came, in chunks; they leave from the front, and those
 * that die in the middle are taken out together once they are the most. Entries of one hash are chained from the newest
 * back; a chain ends where the front is.
 *
 * What must stay true: an entry's number holds until the next `push` or `expire`; an entry that is alive is found by its
 * hash; what ends at or before the last `expire` limit is not.
 */
export class SessionColumns {
  readonly #patienceMs: number;
  readonly #chunks: SessionChunk[] = [];
  /** the number of the first entry of the first chunk */
  #base = CHUNK;
  #spare: SessionChunk | undefined;
  // entries are numbered from CHUNK on: 0 in a bucket is none
  #first = CHUNK;
  #next = CHUNK;
  #dead = 0;
  /** the newest entry of each bucket, modulo 2^32 */
  #buckets = new Uint32Array(FEWEST_BUCKETS);
  #expired = Number.NEGATIVE_INFINITY;
  /** what was pushed since the last expiry lives on until the next one, however old it is */
  #unseen = CHUNK;

  /** @param patienceMs an entry that was moved blocks the front for so long; if it has longer to live, it goes to the back */
  constructor(patienceMs: number) {
    this.#patienceMs = patienceMs;
  }

  /** @param lsn at least 0 */
  push(hash: number, start: number, end: number, lsn: number): void {
    this.#compact();
    this.#push(hash, start, end, lsn);
  }

  /** The entry has other bounds now, and another change has it. */
  move(entry: number, start: number, end: number, lsn: number): void {
    const chunk = this.#chunkOf(entry);
    const i = rowOf(entry);
    if (chunk.ends[i] !== end) chunk.moved[i] = 1;
    chunk.starts[i] = start;
    chunk.ends[i] = end;
    chunk.lsns[i] = lsn;
  }

  remove(entry: number): void {
    this.#chunkOf(entry).lsns[rowOf(entry)] = DEAD;
    this.#dead++;
  }

  /** The newest living entry of a hash; -1: none. */
  newest(hash: number): number {
    const bucket = this.#buckets[hash & (this.#buckets.length - 1)] as number;
    return this.#ofHash(this.#next - ((this.#next - bucket) >>> 0), hash);
  }

  /** The next older living entry of the same hash; -1: none. */
  older(entry: number): number {
    const chunk = this.#chunkOf(entry);
    const distance = chunk.back[rowOf(entry)] as number;
    return distance === 0 ? -1 : this.#ofHash(entry - distance, chunk.hashes[rowOf(entry)] as number);
  }

  hash(entry: number): number {
    return this.#chunkOf(entry).hashes[rowOf(entry)] as number;
  }

  start(entry: number): number {
    return this.#chunkOf(entry).starts[rowOf(entry)] as number;
  }

  end(entry: number): number {
    return this.#chunkOf(entry).ends[rowOf(entry)] as number;
  }

  lsn(entry: number): number {
    return this.#chunkOf(entry).lsns[rowOf(entry)] as number;
  }

  /** Entries that end at or before `limit`, which never goes back, are gone: O(gone). */
  expire(limit: number): void {
    this.#expired = limit;
    this.#dropFront();
    this.#unseen = this.#next;
  }

  /** The living entries, nearly in the order of their ends. */
  entries(): Float64Array {
    const living = new Float64Array(this.#next - this.#first);
    let count = 0;
    for (let entry = this.#first; entry < this.#next; entry++)
      if (this.#isLive(entry)) living[count++] = entry;
    return living.subarray(0, count);
  }

  isEmpty(): boolean {
    return this.#first === this.#next;
  }

  /** Bytes that the columns take. */
  bytes(): number {
    return [...this.#chunks, ...(this.#spare === undefined ? [] : [this.#spare])].reduce(
      (sum, { hashes }) => sum + hashes.length * ENTRY_BYTES,
      this.#buckets.byteLength,
    );
  }

  write(writer: ByteWriter): void {
    const living = this.entries();
    const count = living.length;
    const hashes = new Int32Array(count);
    const moved = new Uint8Array(count);
    const numbers = [new Float64Array(count), new Float64Array(count), new Float64Array(count)] as const;
    const [starts, ends, lsns] = numbers;
    for (let n = 0; n < count; n++) {
      const chunk = this.#chunkOf(living[n] as number);
      const i = rowOf(living[n] as number);
      hashes[n] = chunk.hashes[i] as number;
      moved[n] = chunk.moved[i] as number;
      starts[n] = chunk.starts[i] as number;
      ends[n] = chunk.ends[i] as number;
      lsns[n] = chunk.lsns[i] as number;
    }
    writer.u32(count);
    writer.f64(this.#expired);
    writer.raw(bytesOf(hashes));
    writer.raw(bytesOf(moved));
    for (const column of numbers) writeNumbers(writer, column);
  }

  /** Takes in what `write` wrote, into columns that are empty. */
  read(reader: ByteReader): void {
    const count = reader.u32();
    this.#expired = reader.f64();
    const hashes = new Int32Array(count);
    bytesOf(hashes).set(reader.raw(count * 4));
    const moved = reader.raw(count);
    const starts = readNumbers(reader, count);
    const ends = readNumbers(reader, count);
    const lsns = readNumbers(reader, count);
    for (let i = 0; i < count; i++) {
      this.#push(hashes[i] as number, starts[i] as number, ends[i] as number, lsns[i] as number);
      this.#setMoved(this.#next - 1, moved[i] as number);
    }
  }

  #chunkOf(entry: number): SessionChunk {
    return this.#chunks[(entry - this.#base) >>> CHUNK_BITS] as SessionChunk;
  }

  #isLive(entry: number): boolean {
    const chunk = this.#chunkOf(entry);
    const i = rowOf(entry);
    if (chunk.lsns[i] === DEAD) return false;
    return (chunk.ends[i] as number) > this.#expired || entry >= this.#unseen;
  }

  #setMoved(entry: number, moved: number): void {
    this.#chunkOf(entry).moved[rowOf(entry)] = moved;
  }

  #push(hash: number, start: number, end: number, lsn: number): void {
    const entry = this.#next;
    const i = rowOf(entry);
    const chunk = this.#chunkFor(entry);
    chunk.hashes[i] = hash;
    chunk.starts[i] = start;
    chunk.ends[i] = end;
    chunk.lsns[i] = lsn;
    chunk.moved[i] = 0;
    this.#next++;
    this.#link(entry, hash);
    if (this.#next - this.#first > 2 * this.#buckets.length) this.#rebuild(this.#buckets.length * 2);
  }

  /** The chunk that the next entry goes to, with room for it. */
  #chunkFor(entry: number): SessionChunk {
    const i = rowOf(entry);
    if (i === 0) {
      this.#chunks.push(this.#spare ?? newChunk(this.#chunks.length === 0 ? FIRST_ROWS : CHUNK));
      this.#spare = undefined;
    }
    const chunk = this.#chunkOf(entry);
    if (i < chunk.hashes.length) return chunk;
    const grown = grownChunk(chunk);
    this.#chunks[this.#chunks.length - 1] = grown;
    return grown;
  }

  #link(entry: number, hash: number): void {
    const bucket = hash & (this.#buckets.length - 1);
    const distance = (entry - (this.#buckets[bucket] as number)) >>> 0;
    this.#chunkOf(entry).back[rowOf(entry)] = entry - distance >= this.#first ? distance : 0;
    this.#buckets[bucket] = entry;
  }

  #rebuild(count: number): void {
    this.#buckets = new Uint32Array(count);
    for (let entry = this.#first; entry < this.#next; entry++) {
      const chunk = this.#chunkOf(entry);
      if (chunk.lsns[rowOf(entry)] !== DEAD) this.#link(entry, chunk.hashes[rowOf(entry)] as number);
    }
  }

  #copyToBack(entry: number): void {
    const { hashes, starts, ends, lsns } = this.#chunkOf(entry);
    const i = rowOf(entry);
    this.#push(hashes[i] as number, starts[i] as number, ends[i] as number, lsns[i] as number);
  }

  #takeFront(): void {
    if (this.#chunkOf(this.#first).lsns[rowOf(this.#first)] === DEAD) this.#dead--;
    this.#first++;
    if (rowOf(this.#first) !== 0) return;
    this.#spare = this.#chunks.shift();
    this.#base += CHUNK;
  }

  #dropFront(): void {
    while (this.#first < this.#next) {
      const chunk = this.#chunkOf(this.#first);
      const i = rowOf(this.#first);
      const end = chunk.ends[i] as number;
      if (chunk.lsns[i] !== DEAD && end > this.#expired) {
        if (chunk.moved[i] === 0 || end - this.#expired <= this.#patienceMs) break;
        this.#copyToBack(this.#first);
      }
      this.#takeFront();
    }
    let count = this.#buckets.length;
    while (this.#next - this.#first < count / 8 && count > FEWEST_BUCKETS) count /= 2;
    if (count < this.#buckets.length) this.#rebuild(count);
  }

  /** Takes the dead out. Amortised: at least as many are dead as are copied. */
  #compact(): void {
    if (this.#dead < FEWEST_DEAD || this.#dead * 2 < this.#next - this.#first) return;
    const end = this.#next;
    for (let entry = this.#first; entry < end; entry++) {
      if (!this.#isLive(entry)) continue;
      this.#copyToBack(entry);
      this.#setMoved(this.#next - 1, this.#chunkOf(entry).moved[rowOf(entry)] as number);
    }
    while (this.#first < end) this.#takeFront();
    this.#unseen = end;
    this.#rebuild(this.#buckets.length);
  }

  /** The first living entry of a hash in a bucket's chain, from `entry` back. */
  #ofHash(entry: number, hash: number): number {
    let found = entry;
    while (found >= this.#first) {
      const chunk = this.#chunkOf(found);
      const i = rowOf(found);
      if (chunk.hashes[i] === hash && this.#isLive(found)) return found;
      const distance = chunk.back[i] as number;
      if (distance === 0) return -1;
      found -= distance;
    }
    return -1;
  }
}

/** An entry's row in its chunk. */
const rowOf = (entry: number): number => entry & (CHUNK - 1);
