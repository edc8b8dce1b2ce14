import type { StoreState } from '../log/changelogs/store-state.ts';
import type { Changelog } from '../log/topic-log.ts';
import type { MemoryLimits } from '../memory-limits.ts';
import type { StreamRecord } from '../runtime/stream-record.ts';

/** What a store needs of the world: a changelog of its own, and a way back from an offset to its record. */
export interface StateContext {
  /** See TopicLog.changelog; `name` is unique within the task. */
  changelog(name: string, state: StoreState): Changelog;
  /** Records of an input from the offset on that `oldest` gives (Infinity: none) may be loaded again: they are kept. */
  needs(input: number, oldest: () => number): void;
  /** The record of a statement's input (in the order of the FROM clause) at an offset of the task's partition. */
  load(input: number, offset: number): StreamRecord;
  /** What it may keep in memory besides. */
  readonly limits: MemoryLimits;
  /** wall-clock ms since the epoch */
  now(): number;
}
