import { crc32 } from 'node:zlib';
import type { KsqlError } from '../../errors/ksql-error.ts';
import type { MemoryLimits } from '../../memory-limits.ts';
import { type ByteReader, byteReader } from '../bytes/byte-reader.ts';
import { STATE_BLOCK_BYTES } from '../commits/commit-codec.ts';
import type { Disk } from '../disk/disk.ts';
import { damagedLog } from '../log-errors.ts';
import { scanSegment } from '../recovery/segment-recovery.ts';
import { type SectionPlace, type SectionTable, sectionTable } from './section-table.ts';

/**
 * All state changes ever written, as one sequence of bytes: a change's position in it never changes, and the change is
 * read back by it. Positions go on where they were after a restart.
 */
export interface StateSections {
  /** The position of what is written next to a section that is not sealed yet. */
  readonly end: () => number;
  /** The commit's section is in a frame, of which these are its bytes; they are kept until `forgetOldest`. */
  sealed(section: Buffer): void;
  /** What was written before this position lies in older segments, of which the sections are not told. */
  startAt(position: number): void;
  /** A sealed section is durable, or one was found at recovery. */
  markDurable(segment: string, place: SectionPlace): void;
  /** The oldest section in memory is read from disk from now on. */
  forgetOldest(): void;
  /** The segment is gone. */
  forget(segment: string): void;
  /** A sealed change of a store. Throws KsqlError LOG_DAMAGED. */
  read(store: number, position: number): ByteReader;
}

/** A change's store and length, in front of it. */
export const CHANGE_HEADER_BYTES = 8;
/** Most changes are shorter: they are read at once. */
const LIKELY_BYTES = 2048;

/** @param segmentOf the segment that holds a position, if it is still there */
export function stateSections(
  disk: Disk,
  segmentOf: (position: number) => string | undefined,
  { stateSections: keptRows }: Pick<MemoryLimits, 'stateSections'>,
): StateSections {
  const inMemory: { readonly base: number; readonly bytes: Buffer }[] = [];
  /** The segments used last stand last; the newest one is never let go. */
  const tables = new Map<string, SectionTable>();
  let newest: string | undefined;
  let rows = 0;
  let end = 0;

  const letGo = (): void => {
    for (const [segment, table] of tables) {
      if (rows <= keptRows) return;
      if (segment === newest) continue;
      tables.delete(segment);
      rows -= table.rows();
    }
  };
  const tableOf = (segment: string): SectionTable => {
    const known = tables.get(segment);
    if (known !== undefined) {
      tables.delete(segment);
      tables.set(segment, known);
      return known;
    }
    const table = sectionTable();
    scanSegment(disk, segment, {}, ({ metadata: front, metadataAt: frontAt }) => {
      for (const entry of front.entries)
        if (entry.kind === 'changes') table.add(entry.base, frontAt + entry.at, entry.changes.length);
    });
    tables.set(segment, table);
    rows += table.rows();
    letGo();
    return table;
  };

  return {
    end: () => end,
    sealed: (section) => {
      inMemory.push({ base: end, bytes: section });
      end += section.length;
    },
    markDurable: (segment, place) => {
      if (newest !== segment) {
        newest = segment;
        tables.set(segment, sectionTable());
      }
      tables.get(segment)?.add(place.base, place.at, place.bytes);
      rows++;
      if (rows > keptRows) letGo();
      end = Math.max(end, place.base + place.bytes);
    },
    startAt: (position) => {
      end = Math.max(end, position);
    },
    forgetOldest: () => {
      inMemory.shift();
    },
    forget: (segment) => {
      rows -= tables.get(segment)?.rows() ?? 0;
      tables.delete(segment);
    },
    read: (store, position) => {
      const recent = lastFrom(inMemory, position);
      if (recent !== undefined) return changeAt(recent.bytes, position - recent.base, store);
      const segment = segmentOf(position);
      const place = segment === undefined ? undefined : tableOf(segment).find(position);
      if (segment === undefined || place === undefined) throw noChange(position);
      const from = position - place.base;
      const { bytes, start } = readBlocks(disk, segment, place, from, from + LIKELY_BYTES);
      const length = CHANGE_HEADER_BYTES + bytes.readUInt32LE(from - start + 4);
      if (from - start + length <= bytes.length) return changeAt(bytes, from - start, store);
      const all = readBlocks(disk, segment, place, from, from + length);
      return changeAt(all.bytes, from - all.start, store);
    },
  };
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

function lastFrom<T extends { readonly base: number }>(
  sorted: readonly T[],
  position: number,
): T | undefined {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as T).base <= position) low = middle + 1;
    else high = middle;
  }
  return sorted[low - 1];
}

const noChange = (position: number): KsqlError =>
  damagedLog(`no change of this store lies at position ${position}`);
