import type { MemoryLimits } from '../../memory-limits.ts';
import type { Disk } from '../disk/disk.ts';
import { readSegmentHeader } from '../recovery/segment-recovery.ts';
import type { SegmentHeader } from './segment-header.ts';
import { firstSequenceOf, segmentName } from './segment-name.ts';

/** What is asked of a segment's head once the log is open. */
export interface SegmentStart {
  /** When its first commit was sealed, ms since the epoch: all older segments are older. */
  readonly wallClockMs: number;
  /** Bytes of state changes written before it. */
  readonly nextLsn: number;
  /** By topic id and partition, one past the last record before it; undefined: the topic was not there yet. */
  end(topicId: number, partition: number): number | undefined;
  readonly topicIds: readonly number[];
}

/** The segments that are kept, oldest first, and where in them things lie: found by their heads, read when asked for. */
export interface SegmentDirectory {
  readonly segments: readonly string[];
  start(segment: string): SegmentStart;
  /** The segment that holds a record of a partition, if it is still there. */
  find(topicId: number, partition: number, offset: number): string | undefined;
  /** The segment that holds a position among all state changes, if it is still there. */
  findLsn(position: number): string | undefined;
  /** The segment behind one. */
  next(segment: string): string | undefined;
  /** A segment was begun with this head. */
  begun(segment: string, head: SegmentHeader, wallClockMs: number): void;
  /** The oldest segment is to go: it is not read any more. */
  forgetOldest(): void;
}

export function segmentDirectory(
  disk: Disk,
  { segmentHeaders }: Pick<MemoryLimits, 'segmentHeaders'>,
): SegmentDirectory {
  const segments: string[] = [];
  const starts = new Map<string, SegmentStart>();

  const keep = (segment: string, start: SegmentStart): SegmentStart => {
    // the one used last stands last
    starts.delete(segment);
    starts.set(segment, start);
    for (const oldest of starts.keys()) {
      if (starts.size <= segmentHeaders) break;
      starts.delete(oldest);
    }
    return start;
  };
  const start = (segment: string): SegmentStart => {
    const known = starts.get(segment);
    if (known !== undefined) return keep(segment, known);
    const { head, wallClockMs } = readSegmentHeader(disk, segment);
    return keep(segment, startOf(head, wallClockMs));
  };

  /** The last segment before which something was not more than a number; it never falls from one to the next. */
  const lastFrom = (most: number, before: (start: SegmentStart) => number): string | undefined => {
    let low = 0;
    let high = segments.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (before(start(segments[middle] as string)) <= most) low = middle + 1;
      else high = middle;
    }
    return segments[low - 1];
  };

  return {
    segments,
    start,
    find: (topicId, partition, offset) => lastFrom(offset, ({ end }) => end(topicId, partition) ?? 0),
    findLsn: (position) => lastFrom(position, ({ nextLsn }) => nextLsn),
    next: (segment) => segments[segments.indexOf(segment) + 1],
    begun: (segment, head, wallClockMs) => {
      if (segments.length === 0) segments.push(...head.segments.map(segmentName));
      segments.push(segment);
      keep(segment, startOf(head, wallClockMs));
    },
    forgetOldest: () => {
      const oldest = segments.shift();
      if (oldest !== undefined) starts.delete(oldest);
    },
  };
}

export const sequencesOf = (segments: readonly string[]): readonly number[] => segments.map(firstSequenceOf);

function startOf(head: SegmentHeader, wallClockMs: number): SegmentStart {
  const topics = new Map(
    head.topics.map(({ id, partitions }) => [id, partitions.map(({ logEndOffset }) => logEndOffset)]),
  );
  return {
    wallClockMs,
    nextLsn: head.nextLsn,
    end: (topicId, partition) => topics.get(topicId)?.[partition],
    topicIds: [...topics.keys()],
  };
}
