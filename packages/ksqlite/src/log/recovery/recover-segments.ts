import type { Disk } from '../disk/disk.ts';
import type { SegmentHeader } from '../segments/segment-header.ts';
import {
  firstSequenceOf,
  isSegmentMagic,
  SEGMENT_MAGIC,
  SEGMENT_MAGIC_BYTES,
  segmentName,
  segmentNames,
} from '../segments/segment-name.ts';
import {
  checkMagic,
  damagedAt,
  hasCommitBehind,
  type ReadMode,
  readCommit,
  readSegmentHeader,
  type SegmentCommit,
} from '../segments/segment-reader.ts';

export interface Recovery {
  /** 0: there is no commit */
  readonly lastSequence: number;
  /** the segment to append to, or undefined when there is none */
  readonly lastSegment: string | undefined;
  /** bytes of a commit that was being written when the process died */
  readonly tornBytes: number;
}

export interface OnRecovery {
  /** The newest segment's header: what comes is told after it. */
  segmentHeader(header: SegmentHeader, segment: string, wallClockMs: number): void;
  /** A commit of an older segment: its state changes and snapshots alone. */
  stateChanges(commit: SegmentCommit): void;
  /** A commit of the newest segment. */
  commit(commit: SegmentCommit): void;
}

export interface RecoveryOptions {
  /** What a crash left half written is cut off; else passed over: who reads beside a running line must not touch its files. */
  readonly repair: boolean;
  /** The segments that hold the stores' state are read as well. */
  readonly withStates: boolean;
}

/**
 * Reads what is live: the newest segment's header, the state changes from the recovery point that it names on, and all
 * commits of the newest segment, oldest first. Older segments are not opened. What a crash left half written at the
 * very end is cut off. Anything else that fails its checksum, and a segment that is missing between others or behind
 * the recovery point, is damage: throws KsqlError LOG_DAMAGED naming file and position.
 */
export function recoverSegments(disk: Disk, options: RecoveryOptions, on: OnRecovery): Recovery {
  const names = segmentNames(disk.list());
  const last = names.at(-1);
  if (last === undefined) return { lastSequence: 0, lastSegment: undefined, tornBytes: 0 };
  const { isBegun, tornBytes } = beginning(disk, last, options.repair);
  const newest = isBegun ? names.length - 1 : names.length - 2;
  const newestBegun = names[newest];
  if (newestBegun === undefined) return { lastSequence: 0, lastSegment: last, tornBytes };
  const { header, wallClockMs } = readSegmentHeader(disk, newestBegun, isBegun);
  const older = olderSegments(names.slice(0, newest), header);
  on.segmentHeader(header, newestBegun, wallClockMs);
  const reader = new CommitSequence(disk, options.repair, tornBytes);
  if (options.withStates)
    for (const segment of older)
      if (firstSequenceOf(segment) >= header.recoverFrom)
        reader.read(segment, { isLast: false, statesOnly: true }, on.stateChanges);
  reader.read(newestBegun, { isLast: isBegun, statesOnly: false }, on.commit);
  return { lastSequence: reader.lastSequence, lastSegment: last, tornBytes: reader.tornBytes };
}

/** Commits of several segments, read one behind the other: their sequence has no gap. */
class CommitSequence {
  lastSequence = 0;
  tornBytes: number;
  readonly #disk: Disk;
  readonly #repair: boolean;

  constructor(disk: Disk, repair: boolean, tornBytes: number) {
    this.#disk = disk;
    this.#repair = repair;
    this.tornBytes = tornBytes;
  }

  read(segment: string, mode: ReadMode, onCommit: (commit: SegmentCommit) => void): void {
    const size = this.#disk.size(segment);
    checkMagic(this.#disk, segment);
    let at = SEGMENT_MAGIC_BYTES;
    while (at < size) {
      const commit = readCommit(this.#disk, segment, at, size, mode);
      if (commit === 'torn') {
        this.tornBytes += size - at;
        if (this.#repair) this.#disk.truncate(segment, at);
        return;
      }
      const { sequence } = commit.metadata;
      if (this.lastSequence !== 0 && sequence !== this.lastSequence + 1)
        throw damagedAt(segment, at, `holds commit ${sequence} after commit ${this.lastSequence}`);
      this.lastSequence = sequence;
      onCommit(commit);
      at = commit.end;
    }
  }
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
  const magic = disk.read(segment, 0, SEGMENT_MAGIC_BYTES);
  // a power failure may keep later sectors of a segment's first write and lose the first
  if (!magic.equals(SEGMENT_MAGIC) && !isSegmentMagic(magic) && !hasCommitBehind(disk, segment, 0, size))
    return cut(0);
  checkMagic(disk, segment);
  const mode = { isLast: true, statesOnly: true };
  const isTorn =
    size === SEGMENT_MAGIC_BYTES || readCommit(disk, segment, SEGMENT_MAGIC_BYTES, size, mode) === 'torn';
  return isTorn ? cut(SEGMENT_MAGIC_BYTES) : { isBegun: true, tornBytes: 0 };
}

/** The segments that a header names and that are there: the oldest may be gone, none behind one that is there or is needed. */
function olderSegments(names: readonly string[], header: SegmentHeader): readonly string[] {
  const there = new Set(names);
  const kept = header.segments.map(segmentName);
  const first = kept.findIndex((segment) => there.has(segment));
  kept.forEach((segment, i) => {
    const mayBeGone = (i < first || first < 0) && firstSequenceOf(segment) < header.recoverFrom;
    if (there.has(segment) || mayBeGone) return;
    throw damagedAt(segment, 0, 'is missing');
  });
  return first < 0 ? [] : kept.slice(first);
}
