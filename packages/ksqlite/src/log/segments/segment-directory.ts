import type { MemoryLimits } from '../../memory-limits.ts';
import type { Disk } from '../disk/disk.ts';
import type { SegmentHeader } from './segment-header.ts';
import { firstSequenceOf, segmentName } from './segment-name.ts';
import { readSegmentHeader } from './segment-reader.ts';

/** What is asked of a segment's header once the log is open. */
export interface SegmentStart {
  /** When its first commit was sealed, ms since the epoch: all older segments are older. */
  readonly wallClockMs: number;
  /** The LSN of the next state change: bytes of state changes written before this segment. */
  readonly nextLsn: number;
  /** By topic id and partition, one past the last record before it; undefined: the topic was not there yet. */
  end(topicId: number, partition: number): number | undefined;
  readonly topicIds: readonly number[];
}

/**
 * The segments that are kept, oldest first, and which of them holds an offset or an LSN: found by binary search over
 * their headers. A header is read when it is asked for; those used last stay in memory.
 */
export class SegmentDirectory {
  readonly #disk: Disk;
  readonly #headersInMemory: number;
  readonly #segments: string[] = [];
  /** the one used last stands last */
  readonly #starts = new Map<string, SegmentStart>();

  constructor(disk: Disk, { segmentHeaders }: Pick<MemoryLimits, 'segmentHeaders'>) {
    this.#disk = disk;
    this.#headersInMemory = segmentHeaders;
  }

  /** File names, oldest first. */
  get segments(): readonly string[] {
    return this.#segments;
  }

  /** Throws KsqlError LOG_DAMAGED. */
  start(segment: string): SegmentStart {
    const known = this.#starts.get(segment);
    if (known !== undefined) return this.#keep(segment, known);
    const { header, wallClockMs } = readSegmentHeader(this.#disk, segment);
    return this.#keep(segment, startOf(header, wallClockMs));
  }

  /** The segment that holds a record of a partition, if it is still there. */
  find(topicId: number, partition: number, offset: number): string | undefined {
    return this.#lastFrom(offset, ({ end }) => end(topicId, partition) ?? 0);
  }

  /** The segment that holds the state change of an LSN, if it is still there. */
  findLsn(lsn: number): string | undefined {
    return this.#lastFrom(lsn, ({ nextLsn }) => nextLsn);
  }

  /** The segment behind one. */
  next(segment: string): string | undefined {
    return this.#segments[this.#segments.indexOf(segment) + 1];
  }

  /** A segment was begun with this header. */
  begun(segment: string, header: SegmentHeader, wallClockMs: number): void {
    if (this.#segments.length === 0) this.#segments.push(...header.segments.map(segmentName));
    this.#segments.push(segment);
    this.#keep(segment, startOf(header, wallClockMs));
  }

  /** The oldest segment is to go: it is not read any more. */
  forgetOldest(): void {
    const oldest = this.#segments.shift();
    if (oldest !== undefined) this.#starts.delete(oldest);
  }

  #keep(segment: string, start: SegmentStart): SegmentStart {
    this.#starts.delete(segment);
    this.#starts.set(segment, start);
    for (const oldest of this.#starts.keys()) {
      if (this.#starts.size <= this.#headersInMemory) break;
      this.#starts.delete(oldest);
    }
    return start;
  }

  /** The last segment before which something was not more than a number; it never falls from one to the next. */
  #lastFrom(most: number, before: (start: SegmentStart) => number): string | undefined {
    let low = 0;
    let high = this.#segments.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (before(this.start(this.#segments[middle] as string)) <= most) low = middle + 1;
      else high = middle;
    }
    return this.#segments[low - 1];
  }
}

/** The first commits of segments. */
export const sequencesOf = (segments: readonly string[]): readonly number[] => segments.map(firstSequenceOf);

function startOf(header: SegmentHeader, wallClockMs: number): SegmentStart {
  const topics = new Map(
    header.topics.map(({ id, partitions }) => [id, partitions.map(({ logEndOffset }) => logEndOffset)]),
  );
  return {
    wallClockMs,
    nextLsn: header.nextLsn,
    end: (topicId, partition) => topics.get(topicId)?.[partition],
    topicIds: [...topics.keys()],
  };
}
