import { crc32 } from 'node:zlib';
import { KsqlError } from '../errors/ksql-error.ts';
import type { Disk } from './disk.ts';
import { FRAME_HEADER_BYTES, type FrameFront, readFrameFront, readFrameHeader } from './frame.ts';
import { isSegmentHeader, SEGMENT_HEADER, SEGMENT_HEADER_BYTES, segmentNames } from './segment-name.ts';

export interface RecoveredFrame {
  readonly front: FrameFront;
  readonly segment: string;
  /** where the frame's front begins in the segment */
  readonly frontAt: number;
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

/**
 * Reads every frame's front, oldest first, and hands it to `onFrame`. What a crash left half written at the very end
 * is cut off when `repair` is set and passed over when not (a reader beside a running line must not touch its files).
 * Anything else that fails its checksum is damage: throws KsqlError LOG_DAMAGED naming file and position.
 */
export function recoverSegments(
  disk: Disk,
  repair: boolean,
  onFrame: (frame: RecoveredFrame) => void,
): Recovery {
  const segments = segmentNames(disk.list());
  let lastSequence = 0;
  let tornBytes = 0;
  let lastSegment: string | undefined;
  segments.forEach((segment, index) => {
    const isLast = index === segments.length - 1;
    const size = disk.size(segment);
    if (size < SEGMENT_HEADER_BYTES && isLast) {
      // died between making the file and its first bytes: nothing was committed to it
      tornBytes += size;
      if (repair) disk.remove(segment);
      return;
    }
    const header = disk.read(segment, 0, SEGMENT_HEADER_BYTES);
    if (!header.equals(SEGMENT_HEADER)) {
      // a power failure may keep later sectors of a segment's first write and lose the first
      if (isLast && !isSegmentHeader(header) && !hasFrameBehind(disk, segment, 0, size)) {
        tornBytes += size;
        if (repair) disk.remove(segment);
        return;
      }
      throw damaged(segment, 0, 'is not a segment of this format version');
    }
    let at = SEGMENT_HEADER_BYTES;
    while (at < size) {
      const frame = readFrame(disk, segment, at, size, isLast);
      if (frame === 'torn') {
        tornBytes += size - at;
        if (repair) disk.truncate(segment, at);
        break;
      }
      if (lastSequence !== 0 && frame.front.sequence !== lastSequence + 1)
        throw damaged(segment, at, `holds commit ${frame.front.sequence} after commit ${lastSequence}`);
      lastSequence = frame.front.sequence;
      onFrame({ ...frame, segment });
      at = frame.end;
    }
    lastSegment = segment;
  });
  return { lastSequence, lastSegment, tornBytes };
}

/** Hands over the fronts of a closed segment, which is whole. Throws KsqlError LOG_DAMAGED. */
export function scanSegment(disk: Disk, segment: string, onFrame: (frame: RecoveredFrame) => void): void {
  const size = disk.size(segment);
  let at = SEGMENT_HEADER_BYTES;
  while (at < size) {
    const frame = readFrame(disk, segment, at, size, false);
    if (frame === 'torn') return;
    onFrame({ ...frame, segment });
    at = frame.end;
  }
}

interface ReadFrame {
  readonly front: FrameFront;
  readonly frontAt: number;
  readonly recordsAt: number;
  readonly end: number;
}

function readFrame(
  disk: Disk,
  segment: string,
  at: number,
  size: number,
  isLast: boolean,
): ReadFrame | 'torn' {
  // only the newest frame can have been cut short by a crash: what has a whole one behind it is damage
  const tornOr = (what: string): 'torn' => {
    if (isLast && !hasFrameBehind(disk, segment, at, size)) return 'torn';
    throw damaged(segment, at, what);
  };
  if (at + FRAME_HEADER_BYTES > size) return tornOr('ends inside a frame header');
  const header = readFrameHeader(disk.read(segment, at, FRAME_HEADER_BYTES));
  if (!header.isWhole) return tornOr('has a damaged frame header');
  const frontAt = at + FRAME_HEADER_BYTES;
  const recordsAt = frontAt + header.frontBytes;
  const end = recordsAt + header.recordsBytes;
  if (end > size) return tornOr('ends inside a frame');
  const frontBytes = disk.read(segment, frontAt, header.frontBytes);
  if (crc32(frontBytes) !== header.frontCrc) return tornOr('fails its checksum');
  const front = decodeFront(segment, at, frontBytes);
  if (isLast && end === size)
    for (const entry of front.entries)
      if (
        entry.kind === 'batch' &&
        crc32(disk.read(segment, recordsAt + entry.position, entry.bytes)) !== entry.crc
      )
        return tornOr('fails its checksum');
  return { front, frontAt, recordsAt, end };
}

function decodeFront(segment: string, at: number, bytes: Buffer): FrameFront {
  try {
    return readFrameFront(bytes);
  } catch (error) {
    throw damaged(
      segment,
      at,
      `can't be decoded (${error instanceof Error ? error.message : String(error)})`,
    );
  }
}

/** Whether a whole frame header lies anywhere behind a place. Looked for only where something is wrong. */
function hasFrameBehind(disk: Disk, segment: string, from: number, size: number): boolean {
  const rest = disk.read(segment, from + 1, Math.max(0, size - from - 1));
  for (let at = 0; at + FRAME_HEADER_BYTES <= rest.length; at++) {
    const header = readFrameHeader(rest.subarray(at, at + FRAME_HEADER_BYTES));
    // a frame has a sequence and a time at least: zeros are none
    if (header.frontBytes >= 16 && header.isWhole) return true;
  }
  return false;
}

const damaged = (segment: string, at: number, what: string): KsqlError =>
  new KsqlError('LOG_DAMAGED', `${segment} ${what} at byte ${at}`, {
    hint: 'Restore the data folder from a copy, or start anew with another one.',
  });
