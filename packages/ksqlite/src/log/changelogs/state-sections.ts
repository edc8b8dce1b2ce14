import { crc32 } from 'node:zlib';
import type { KsqlError } from '../../errors/ksql-error.ts';
import type { MemoryLimits } from '../../memory-limits.ts';
import { type ByteReader, byteReader } from '../bytes/byte-reader.ts';
import { STATE_BLOCK_BYTES } from '../commits/commit-codec.ts';
import type { Disk } from '../disk/disk.ts';
import { damagedLog } from '../log-errors.ts';
import { scanSegment } from '../segments/segment-reader.ts';
import { type SectionPlace, type SectionTable, sectionTable } from './section-table.ts';

/** A change's store and length, in front of it. */
export const CHANGE_HEADER_BYTES = 8;
/** Most changes are shorter: they are read with one read. */
const LIKELY_BYTES = 2048;

/**
 * All state changes ever written, as one sequence of bytes, in sections: one a commit. A change is found by its LSN, its
 * place in that sequence. The sections of the last commits are in memory, those of others are read from disk.
 *
 * What must stay true: LSNs never change, and continue where they were after a restart. The newest segment's places are
 * never let go, because that segment still grows.
 */
export class StateSections {
  readonly #disk: Disk;
  readonly #segmentOf: (lsn: number) => string | undefined;
  readonly #rowsInMemory: number;
  readonly #inMemory: { readonly base: number; readonly bytes: Buffer }[] = [];
  /** by segment; those used last stand last */
  readonly #tables = new Map<string, SectionTable>();
  #newest: string | undefined;
  #rows = 0;
  #nextLsn = 0;

  /** @param segmentOf the segment that holds an LSN, if it is still there */
  constructor(
    disk: Disk,
    segmentOf: (lsn: number) => string | undefined,
    { stateSections }: Pick<MemoryLimits, 'stateSections'>,
  ) {
    this.#disk = disk;
    this.#segmentOf = segmentOf;
    this.#rowsInMemory = stateSections;
  }

  /** The LSN of the first change of the pending commit. */
  nextLsn(): number {
    return this.#nextLsn;
  }

  /** The pending commit's section is sealed, and these are its bytes; they are kept until `forgetOldest`. */
  sealed(section: Buffer): void {
    this.#inMemory.push({ base: this.#nextLsn, bytes: section });
    this.#nextLsn += section.length;
  }

  /** What was written before this LSN lies in older segments, of which the sections are not told. */
  startAt(lsn: number): void {
    this.#nextLsn = Math.max(this.#nextLsn, lsn);
  }

  /** A sealed section is durable, or one was found at recovery. */
  markDurable(segment: string, place: SectionPlace): void {
    if (this.#newest !== segment) {
      this.#newest = segment;
      this.#tables.set(segment, sectionTable());
    }
    this.#tables.get(segment)?.add(place.base, place.at, place.bytes);
    this.#rows++;
    if (this.#rows > this.#rowsInMemory) this.#letGo();
    this.startAt(place.base + place.bytes);
  }

  /** The oldest section in memory is read from disk from now on. */
  forgetOldest(): void {
    this.#inMemory.shift();
  }

  /** The segment is gone. */
  forget(segment: string): void {
    this.#rows -= this.#tables.get(segment)?.rows() ?? 0;
    this.#tables.delete(segment);
  }

  /** A sealed change of a store. Throws KsqlError LOG_DAMAGED. */
  read(store: number, lsn: number): ByteReader {
    const recent = lastFrom(this.#inMemory, lsn);
    if (recent !== undefined) return changeAt(recent.bytes, lsn - recent.base, store);
    const segment = this.#segmentOf(lsn);
    const place = segment === undefined ? undefined : this.#tableOf(segment).find(lsn);
    if (segment === undefined || place === undefined) throw noChange(lsn);
    const from = lsn - place.base;
    const { bytes, start } = readBlocks(this.#disk, segment, place, from, from + LIKELY_BYTES);
    const length = CHANGE_HEADER_BYTES + bytes.readUInt32LE(from - start + 4);
    if (from - start + length <= bytes.length) return changeAt(bytes, from - start, store);
    const all = readBlocks(this.#disk, segment, place, from, from + length);
    return changeAt(all.bytes, from - all.start, store);
  }

  #tableOf(segment: string): SectionTable {
    const known = this.#tables.get(segment);
    if (known !== undefined) {
      this.#tables.delete(segment);
      this.#tables.set(segment, known);
      return known;
    }
    const table = scanSections(this.#disk, segment);
    this.#tables.set(segment, table);
    this.#rows += table.rows();
    this.#letGo();
    return table;
  }

  #letGo(): void {
    for (const [segment, table] of this.#tables) {
      if (this.#rows <= this.#rowsInMemory) return;
      if (segment === this.#newest) continue;
      this.#tables.delete(segment);
      this.#rows -= table.rows();
    }
  }
}

function scanSections(disk: Disk, segment: string): SectionTable {
  const table = sectionTable();
  scanSegment(disk, segment, {}, ({ metadata, metadataAt }) => {
    for (const entry of metadata.entries)
      if (entry.kind === 'changes') table.add(entry.base, metadataAt + entry.at, entry.changes.length);
  });
  return table;
}

/** The change that begins at a byte of a section. Throws KsqlError LOG_DAMAGED when none of the store does. */
export function changeAt(section: Buffer, at: number, store: number): ByteReader {
  if (at + CHANGE_HEADER_BYTES > section.length || section.readUInt32LE(at) !== store) throw noChange(at);
  const from = at + CHANGE_HEADER_BYTES;
  return byteReader(section, from, from + section.readUInt32LE(at + 4));
}

/** The blocks of a section that hold the bytes `from` to `to`, checked. */
function readBlocks(
  disk: Disk,
  segment: string,
  place: SectionPlace,
  from: number,
  to: number,
): { readonly bytes: Buffer; readonly start: number } {
  const first = Math.floor(from / STATE_BLOCK_BYTES);
  const start = first * STATE_BLOCK_BYTES;
  const end = Math.min(place.bytes, Math.ceil(to / STATE_BLOCK_BYTES) * STATE_BLOCK_BYTES);
  const bytes = disk.read(segment, place.at + start, end - start);
  const blocks = Math.ceil((end - start) / STATE_BLOCK_BYTES);
  const checksums = disk.read(segment, place.at + place.bytes + first * 4, blocks * 4);
  for (let block = 0; block < blocks; block++) {
    const at = block * STATE_BLOCK_BYTES;
    const isWhole = checksums.length >= block * 4 + 4 && bytes.length === end - start;
    if (!isWhole || crc32(bytes.subarray(at, at + STATE_BLOCK_BYTES)) !== checksums.readUInt32LE(block * 4))
      throw damagedLog(
        `${segment} fails its checksum at byte ${place.at + start + at}: state is not as it was written`,
      );
  }
  return { bytes, start };
}

function lastFrom<T extends { readonly base: number }>(sorted: readonly T[], lsn: number): T | undefined {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as T).base <= lsn) low = middle + 1;
    else high = middle;
  }
  return sorted[low - 1];
}

const noChange = (lsn: number): KsqlError => damagedLog(`no change of this store lies at LSN ${lsn}`);
