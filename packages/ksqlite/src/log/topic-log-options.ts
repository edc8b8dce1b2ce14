import type { MemoryLimits } from '../memory-limits.ts';
import type { Disk } from './disk/disk.ts';

export interface TopicLogOptions {
  readonly disk: Disk;
  /** ms since the epoch */
  readonly now: () => number;
  /** A reader beside the owner: nothing is written, a torn tail is passed over. */
  readonly readOnly?: boolean;
  /** A segment is closed once it is larger. bytes; default: 64 MiB */
  readonly segmentBytes?: number;
  /** What is kept in memory; default: `MEMORY_LIMITS`. */
  readonly limits?: Partial<MemoryLimits>;
  /**
   * How long records are kept after they were appended, where their topic has no retention of its own: ms, or
   * KEPT_FOR_EVER. Segments are deleted whole, so it is this long at least. Default: seven days, as Kafka's.
   */
  readonly retentionMs?: number;
  /**
   * A snapshot of a store is written when the changes since its last one are so many bytes, and more than that snapshot
   * took. Infinity: never. Default: 256 KiB, or a sixteenth of a segment.
   */
  readonly snapshotBytes?: number;
  /**
   * What is relocated out of a segment that goes is at most this share of it, or it stays: writing it again must be worth
   * while. Default: a quarter.
   */
  readonly relocatedShare?: number;
}

export const DEFAULT_RETENTION_MS = 7 * 24 * 3_600_000;
export const DEFAULT_SEGMENT_BYTES = 64 * 1024 * 1024;
export const DEFAULT_RELOCATED_SHARE = 1 / 4;
const SNAPSHOT_BYTES = 256 * 1024;

/** The default of `snapshotBytes`. */
export const defaultSnapshotBytes = (segmentBytes: number): number =>
  Math.min(SNAPSHOT_BYTES, segmentBytes / 16);
