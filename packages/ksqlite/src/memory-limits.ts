/**
 * How much an engine keeps in memory of what it can read from its log again. These numbers decide how fast it is and in
 * how much memory, never what comes out: the simulator makes them small, so that a line of a few cars goes past them.
 */
export interface MemoryLimits {
  /** Records that statements have not read stay as objects, at most so many per partition: a backlog is kept as bytes. */
  readonly unreadRecords: number;
  /** Records are let go in lots of so many while some are still wanted: each time the rest is copied. */
  readonly trimmedRecords: number;
  /** Batches of a partition that stay decoded: several statements go through one partition, at different places. */
  readonly decodedBatches: number;
  /** Batches of a partition that single records are loaded from: of more than one, so many bytes. */
  readonly loadedBytes: number;
  /** Commits stay in memory when they are on disk, for consumers that read at the end of the log. bytes */
  readonly recentBytes: number;
  /** Places of batches in closed segments, of the newest (28 bytes each). */
  readonly batches: number;
  /** Sparse indexes of segments (up to a megabyte each): late records look for what is a minute old. */
  readonly sparseIndexes: number;
  /** Intervals of older segments (see sparse-index.ts) whose batches are kept: a reader goes through one after the other. */
  readonly indexIntervals: number;
  /** Headers of segments. */
  readonly segmentHeaders: number;
  /** Places of commits' state changes in closed segments (24 bytes each); the others' segments are scanned again. */
  readonly stateSections: number;
  /** Sessions of a store, those used last; of others a few numbers are in memory. */
  readonly sessions: number;
  /** Records without a match of a join's side, the newest: more than wait at 20,000 parts/s. */
  readonly unmatchedRecords: number;
  /** Records of a join's side that are settled: each keeps what it was joined of past a garbage collection. A power of two. */
  readonly settledRecords: number;
  /**
   * … and so many where they are matched again that late: many parts of one time come kind by kind, and a car's verdict
   * is asked for by each kind. A power of two.
   */
  readonly mostSettledRecords: number;
}

/** Found by the benches, at 20,000 parts/s and with topics full of cars: docs/internals/performance.md. */
export const MEMORY_LIMITS: MemoryLimits = {
  unreadRecords: 512,
  trimmedRecords: 32,
  decodedBatches: 3,
  loadedBytes: 1024 * 1024,
  recentBytes: 8 * 1024 * 1024,
  batches: 200_000,
  sparseIndexes: 16,
  indexIntervals: 64,
  segmentHeaders: 64,
  stateSections: 400_000,
  sessions: 4096,
  unmatchedRecords: 16_384,
  settledRecords: 8,
  mostSettledRecords: 4096,
};
