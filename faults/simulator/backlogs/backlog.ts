import type { Random } from '../../random.ts';

export interface BacklogRecord {
  readonly topic: string;
  readonly key: string;
  readonly value: string;
  /** ms since the epoch */
  readonly timestamp: number;
}

/** Statements that an engine is ended in the middle of, and the records that it is given meanwhile. */
export interface Backlog {
  readonly sql: string;
  /** those that records are given to; one partition each */
  readonly topics: readonly string[];
  /** In the order they are given. @param start ms since the epoch */
  records(random: Random, start: number): readonly BacklogRecord[];
  /** How many are given in one go. */
  lot(random: Random): number;
}
