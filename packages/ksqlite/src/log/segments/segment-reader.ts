import { crc32 } from 'node:zlib';
import type { KsqlError } from '../../errors/ksql-error.ts';
import {
  COMMIT_HEADER_BYTES,
  type CommitMetadata,
  readCommitHeader,
  readCommitMetadata,
} from '../commits/commit-codec.ts';
import type { Disk } from '../disk/disk.ts';
import { damagedLog } from '../log-errors.ts';
import { decodeSegmentHeader, type SegmentHeader } from './segment-header.ts';
import { SEGMENT_MAGIC, SEGMENT_MAGIC_BYTES } from './segment-name.ts';

/**
 * Reads commits of segments. A commit's header and metadata are always checked; its records are checked when they are
 * read (read-batch.ts), but for the very last commit's: only that one can have been cut short by a crash.
 */

/** A commit as it lies in a segment; places are bytes from the segment's beginning. */
export interface SegmentCommit {
  readonly metadata: CommitMetadata;
  readonly segment: string;
  /** where the commit begins */
  readonly at: number;
  readonly metadataAt: number;
  readonly recordsAt: number;
  /** where the next commit begins */
  readonly end: number;
}

/** How a commit is read. */
export interface ReadMode {
  /** The segment is the newest one: its last commit may be torn. */
  readonly isLast: boolean;
  /** The segment header, state changes and snapshots alone are decoded. */
  readonly statesOnly: boolean;
}

/** Small commits are read together. bytes */
const READ_AT_ONCE = 512 * 1024;
/** A commit has a sequence and a time at least: so many zeros are not one. */
const LEAST_METADATA_BYTES = 16;

/** A segment's header. Throws KsqlError LOG_DAMAGED. */
export function readSegmentHeader(
  disk: Disk,
  segment: string,
  isLast = false,
): { readonly header: SegmentHeader; readonly wallClockMs: number } {
  const metadata = readFirstMetadata(disk, segment, isLast);
  const [first] = metadata.entries;
  if (first?.kind !== 'header') throw noHeader(segment);
  return { header: decodeSegmentHeader(first.bytes), wallClockMs: metadata.wallClockMs };
}

/** The sparse index of the segment before, which a segment's first commit holds; undefined: none. Throws KsqlError LOG_DAMAGED. */
export function readSparseIndex(disk: Disk, segment: string): Buffer | undefined {
  for (const entry of readFirstMetadata(disk, segment, false).entries)
    if (entry.kind === 'index') return entry.bytes;
  return undefined;
}

/** Throws KsqlError LOG_DAMAGED where a file is not a segment of this format version. */
export function checkMagic(disk: Disk, segment: string): void {
  if (!disk.read(segment, 0, SEGMENT_MAGIC_BYTES).equals(SEGMENT_MAGIC))
    throw damagedAt(segment, 0, 'is not a segment of this format version');
}

/**
 * Hands over the commits of a closed segment, which is whole. Throws KsqlError LOG_DAMAGED.
 *
 * @param bounds where the first commit begins and the last one ends: bytes; default: all
 */
export function scanSegment(
  disk: Disk,
  segment: string,
  bounds: { readonly from?: number; readonly to?: number },
  onCommit: (commit: SegmentCommit) => void,
): void {
  const size = disk.size(segment);
  const to = Math.min(size, bounds.to ?? size);
  let at = bounds.from ?? SEGMENT_MAGIC_BYTES;
  const source = to - at <= READ_AT_ONCE ? readAhead(disk, segment, at, to) : disk;
  while (at < to) {
    const commit = readCommit(source, segment, at, size, { isLast: false, statesOnly: false });
    if (commit === 'torn') return;
    onCommit(commit);
    at = commit.end;
  }
}

/**
 * The commit that begins at a byte. Throws KsqlError LOG_DAMAGED.
 *
 * @param size of the segment, bytes
 * @returns 'torn': it is the newest one, and a crash left it half written
 */
export function readCommit(
  disk: Pick<Disk, 'read'>,
  segment: string,
  at: number,
  size: number,
  { isLast, statesOnly }: ReadMode,
): SegmentCommit | 'torn' {
  // only the newest commit can have been cut short by a crash: what has a whole one behind it is damage
  const tornOr = (what: string): 'torn' => {
    if (isLast && !hasCommitBehind(disk, segment, at, size)) return 'torn';
    throw damagedAt(segment, at, what);
  };
  if (at + COMMIT_HEADER_BYTES > size) return tornOr('ends inside a commit header');
  const header = readCommitHeader(disk.read(segment, at, COMMIT_HEADER_BYTES));
  if (!header.isWhole) return tornOr('has a damaged commit header');
  const metadataAt = at + COMMIT_HEADER_BYTES;
  const recordsAt = metadataAt + header.metadataBytes;
  const end = recordsAt + header.recordsBytes;
  if (end > size) return tornOr('ends inside a commit');
  const bytes = disk.read(segment, metadataAt, header.metadataBytes);
  if (crc32(bytes) !== header.metadataCrc) return tornOr('fails its checksum');
  const isNewest = isLast && end === size;
  const metadata = decodeMetadata(segment, at, bytes, statesOnly && !isNewest);
  if (isNewest && !hasWholeRecords(disk, segment, recordsAt, metadata)) return tornOr('fails its checksum');
  return { metadata, segment, at, metadataAt, recordsAt, end };
}

/** Whether a whole commit header lies anywhere behind a byte. Looked for only where something is wrong. */
export function hasCommitBehind(
  disk: Pick<Disk, 'read'>,
  segment: string,
  from: number,
  size: number,
): boolean {
  const rest = disk.read(segment, from + 1, Math.max(0, size - from - 1));
  for (let at = 0; at + COMMIT_HEADER_BYTES <= rest.length; at++) {
    if (
      rest.readUInt32LE(at) >= LEAST_METADATA_BYTES &&
      readCommitHeader(rest.subarray(at, at + COMMIT_HEADER_BYTES)).isWhole
    )
      return true;
  }
  return false;
}

/** KsqlError LOG_DAMAGED. */
export const damagedAt = (segment: string, at: number, what: string): KsqlError =>
  damagedLog(`${segment} ${what} at byte ${at}`);

function readFirstMetadata(disk: Disk, segment: string, isLast: boolean): CommitMetadata {
  checkMagic(disk, segment);
  const mode = { isLast, statesOnly: true };
  const commit = readCommit(disk, segment, SEGMENT_MAGIC_BYTES, disk.size(segment), mode);
  if (commit === 'torn') throw noHeader(segment);
  return commit.metadata;
}

function readAhead(disk: Disk, segment: string, from: number, to: number): Pick<Disk, 'read'> {
  const bytes = disk.read(segment, from, to - from);
  return { read: (_, position, length) => bytes.subarray(position - from, position - from + length) };
}

function hasWholeRecords(
  disk: Pick<Disk, 'read'>,
  segment: string,
  recordsAt: number,
  { entries }: CommitMetadata,
): boolean {
  return entries.every(
    (entry) =>
      (entry.kind !== 'batch' && entry.kind !== 'relocated') ||
      crc32(disk.read(segment, recordsAt + entry.position, entry.bytes)) === entry.crc,
  );
}

function decodeMetadata(segment: string, at: number, bytes: Buffer, statesOnly: boolean): CommitMetadata {
  try {
    return readCommitMetadata(bytes, statesOnly);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw damagedAt(segment, at, `can't be decoded (${why})`);
  }
}

const noHeader = (segment: string): KsqlError =>
  damagedAt(segment, SEGMENT_MAGIC_BYTES, 'does not begin with a segment header');
