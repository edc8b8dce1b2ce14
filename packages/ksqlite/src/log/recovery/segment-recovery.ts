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
import { decodeSegmentHeader, type SegmentHeader } from '../segments/segment-header.ts';
import {
  firstSequenceOf,
  isSegmentMagic,
  SEGMENT_MAGIC,
  SEGMENT_MAGIC_BYTES,
  segmentName,
  segmentNames,
} from '../segments/segment-name.ts';

export interface RecoveredCommit {
  readonly metadata: CommitMetadata;
  readonly segment: string;
  /** where the frame begins in the segment */
  readonly at: number;
  /** where the frame's front begins in the segment */
  readonly metadataAt: number;
  /** where the frame's records section begins in the segment */
  readonly recordsAt: number;
}

export interface Recovery {
  readonly lastSequence: number;
  /** the segment to append to, or undefined when there is none */
  readonly lastSegment: string | undefined;
  /** bytes of a frame that was being written when the process died */
  readonly tornBytes: number;
}

export interface OnRecovery {
  /** The newest segment's head: what comes is told after it. */
  segmentHeader(head: SegmentHeader, segment: string, wallClockMs: number): void;
  /** A commit of an older segment: its state changes and images alone. */
  stateChanges(commit: RecoveredCommit): void;
  /** A commit of the newest segment. */
  frame(frame: RecoveredCommit): void;
}

export interface RecoveryOptions {
  /** What a crash left half written is cut off; else passed over: who reads beside a running line must not touch its files. */
  readonly repair: boolean;
  /** The segments that hold the stores' state are read as well. */
  readonly withStates: boolean;
}

/**
 * Reads what is live: the newest segment's head, the state changes from the recovery point that it names on, and all
 * commits of the newest segment, oldest first. Older segments are not opened. What a crash left half written at the
 * very end is cut off. Anything else that fails its checksum, and a segment that is missing between others or behind
 * the recovery point, is damage: throws KsqlError LOG_DAMAGED naming file and position.
 */
export function recoverSegments(disk: Disk, options: RecoveryOptions, on: OnRecovery): Recovery {
  const names = segmentNames(disk.list());
  const last = names.at(-1);
  if (last === undefined) return { lastSequence: 0, lastSegment: undefined, tornBytes: 0 };
  const { isBegun, tornBytes: tornHead } = beginning(disk, last, options.repair);
  const newest = isBegun ? names.length - 1 : names.length - 2;
  const headSegment = names[newest];
  if (headSegment === undefined) return { lastSequence: 0, lastSegment: last, tornBytes: tornHead };
  const { head, wallClockMs } = readSegmentHeader(disk, headSegment, isBegun);
  const older = olderSegments(names.slice(0, newest), head);
  on.segmentHeader(head, headSegment, wallClockMs);

  let lastSequence = 0;
  let tornBytes = tornHead;
  const readSegment = (
    segment: string,
    isLast: boolean,
    onFrame: OnRecovery['frame'],
    statesOnly: boolean,
  ) => {
    const size = disk.size(segment);
    checkHeader(disk, segment);
    let at = SEGMENT_MAGIC_BYTES;
    while (at < size) {
      const frame = readCommit(disk, segment, at, size, isLast, statesOnly);
      if (frame === 'torn') {
        tornBytes += size - at;
        if (options.repair) disk.truncate(segment, at);
        return;
      }
      const { sequence } = frame.metadata;
      if (lastSequence !== 0 && sequence !== lastSequence + 1)
        throw damaged(segment, at, `holds commit ${sequence} after commit ${lastSequence}`);
      lastSequence = sequence;
      onFrame({ ...frame, segment });
      at = frame.end;
    }
  };
  if (options.withStates)
    for (const segment of older)
      if (firstSequenceOf(segment) >= head.recoverFrom) readSegment(segment, false, on.stateChanges, true);
  readSegment(headSegment, isBegun, on.frame, false);
  return { lastSequence, lastSegment: last, tornBytes };
}

/** Whether the last segment holds a commit; what a crash left of its first one is cut off. */
function beginning(
  disk: Disk,
  segment: string,
  repair: boolean,
): { readonly isBegun: boolean; readonly tornBytes: number } {
  const size = disk.size(segment);
  const cut = (length: number): { readonly isBegun: false; readonly tornBytes: number } => {
    if (repair && size > length) disk.truncate(segment, length);
    return { isBegun: false, tornBytes: size - length };
  };
  // died between making the file and its first bytes: nothing was committed to it
  if (size < SEGMENT_MAGIC_BYTES) return cut(0);
  const header = disk.read(segment, 0, SEGMENT_MAGIC_BYTES);
  // a power failure may keep later sectors of a segment's first write and lose the first
  if (!header.equals(SEGMENT_MAGIC) && !isSegmentMagic(header) && !hasFrameBehind(disk, segment, 0, size))
    return cut(0);
  checkHeader(disk, segment);
  const isTorn =
    size === SEGMENT_MAGIC_BYTES ||
    readCommit(disk, segment, SEGMENT_MAGIC_BYTES, size, true, true) === 'torn';
  return isTorn ? cut(SEGMENT_MAGIC_BYTES) : { isBegun: true, tornBytes: 0 };
}

function checkHeader(disk: Disk, segment: string): void {
  if (!disk.read(segment, 0, SEGMENT_MAGIC_BYTES).equals(SEGMENT_MAGIC))
    throw damaged(segment, 0, 'is not a segment of this format version');
}

/** The segments of a head's that are there: the oldest may be gone, none behind one that is there or is needed. */
function olderSegments(names: readonly string[], head: SegmentHeader): readonly string[] {
  const there = new Set(names);
  const kept = head.segments.map(segmentName);
  const first = kept.findIndex((segment) => there.has(segment));
  kept.forEach((segment, i) => {
    if (there.has(segment) || ((i < first || first < 0) && firstSequenceOf(segment) < head.recoverFrom))
      return;
    throw damaged(segment, 0, 'is missing');
  });
  return first < 0 ? [] : kept.slice(first);
}

/** A segment's head. Throws KsqlError LOG_DAMAGED. */
export function readSegmentHeader(
  disk: Disk,
  segment: string,
  isLast = false,
): { readonly head: SegmentHeader; readonly wallClockMs: number } {
  const front = readFirstFront(disk, segment, isLast);
  const [first] = front.entries;
  if (first?.kind !== 'header') throw noHead(segment);
  return { head: decodeSegmentHeader(first.bytes), wallClockMs: front.wallClockMs };
}

/** What a segment's first frame says of where things lie in the segment before; undefined: nothing. Throws KsqlError LOG_DAMAGED. */
export function readSparseIndex(disk: Disk, segment: string): Buffer | undefined {
  for (const entry of readFirstFront(disk, segment, false).entries)
    if (entry.kind === 'index') return entry.bytes;
  return undefined;
}

function readFirstFront(disk: Disk, segment: string, isLast: boolean): CommitMetadata {
  checkHeader(disk, segment);
  const frame = readCommit(disk, segment, SEGMENT_MAGIC_BYTES, disk.size(segment), isLast, true);
  if (frame === 'torn') throw noHead(segment);
  return frame.metadata;
}

/**
 * Hands over the fronts of a closed segment, which is whole. Throws KsqlError LOG_DAMAGED.
 *
 * @param bounds where the first frame begins and the last one ends: bytes; default: all
 */
export function scanSegment(
  disk: Disk,
  segment: string,
  bounds: { readonly from?: number; readonly to?: number },
  onFrame: (frame: RecoveredCommit) => void,
): void {
  const size = disk.size(segment);
  const to = Math.min(size, bounds.to ?? size);
  let at = bounds.from ?? SEGMENT_MAGIC_BYTES;
  const source = to - at <= READ_AT_ONCE ? readAhead(disk, segment, at, to) : disk;
  while (at < to) {
    const frame = readCommit(source, segment, at, size, false, false);
    if (frame === 'torn') return;
    onFrame({ ...frame, segment });
    at = frame.end;
  }
}

/** Small frames are read together. */
const READ_AT_ONCE = 512 * 1024;

function readAhead(disk: Disk, segment: string, from: number, to: number): Pick<Disk, 'read'> {
  const bytes = disk.read(segment, from, to - from);
  return { read: (_, position, length) => bytes.subarray(position - from, position - from + length) };
}

interface ReadCommit {
  readonly metadata: CommitMetadata;
  readonly at: number;
  readonly metadataAt: number;
  readonly recordsAt: number;
  readonly end: number;
}

function readCommit(
  disk: Pick<Disk, 'read'>,
  segment: string,
  at: number,
  size: number,
  isLast: boolean,
  statesOnly: boolean,
): ReadCommit | 'torn' {
  // only the newest frame can have been cut short by a crash: what has a whole one behind it is damage
  const tornOr = (what: string): 'torn' => {
    if (isLast && !hasFrameBehind(disk, segment, at, size)) return 'torn';
    throw damaged(segment, at, what);
  };
  if (at + COMMIT_HEADER_BYTES > size) return tornOr('ends inside a frame header');
  const header = readCommitHeader(disk.read(segment, at, COMMIT_HEADER_BYTES));
  if (!header.isWhole) return tornOr('has a damaged frame header');
  const frontAt = at + COMMIT_HEADER_BYTES;
  const recordsAt = frontAt + header.metadataBytes;
  const end = recordsAt + header.recordsBytes;
  if (end > size) return tornOr('ends inside a frame');
  const frontBytes = disk.read(segment, frontAt, header.metadataBytes);
  if (crc32(frontBytes) !== header.metadataCrc) return tornOr('fails its checksum');
  const front = decodeFront(segment, at, frontBytes, statesOnly && !(isLast && end === size));
  if (isLast && end === size)
    for (const entry of front.entries)
      if (
        (entry.kind === 'batch' || entry.kind === 'relocated') &&
        crc32(disk.read(segment, recordsAt + entry.position, entry.bytes)) !== entry.crc
      )
        return tornOr('fails its checksum');
  return { metadata: front, at, metadataAt: frontAt, recordsAt, end };
}

function decodeFront(segment: string, at: number, bytes: Buffer, statesOnly: boolean): CommitMetadata {
  try {
    return readCommitMetadata(bytes, statesOnly);
  } catch (error) {
    throw damaged(
      segment,
      at,
      `can't be decoded (${error instanceof Error ? error.message : String(error)})`,
    );
  }
}

/** Whether a whole frame header lies anywhere behind a place. Looked for only where something is wrong. */
function hasFrameBehind(disk: Pick<Disk, 'read'>, segment: string, from: number, size: number): boolean {
  const rest = disk.read(segment, from + 1, Math.max(0, size - from - 1));
  for (let at = 0; at + COMMIT_HEADER_BYTES <= rest.length; at++) {
    // a frame has a sequence and a time at least: zeros are none
    if (rest.readUInt32LE(at) >= 16 && readCommitHeader(rest.subarray(at, at + COMMIT_HEADER_BYTES)).isWhole)
      return true;
  }
  return false;
}

const noHead = (segment: string): KsqlError =>
  damaged(segment, SEGMENT_MAGIC_BYTES, 'does not begin with a head');

const damaged = (segment: string, at: number, what: string): KsqlError =>
  damagedLog(`${segment} ${what} at byte ${at}`);
