import type { CommittedOffset, OutgoingRecord } from 'ksqlite/topics';
import type { Assignment } from './assignments.ts';

export type Outcome = 'priced' | 'failed' | 'unreadable';

/** What became of one record, to be written. */
export interface Result {
  readonly assignment: Assignment;
  readonly offset: number;
  readonly outcome: Outcome;
  readonly record: OutgoingRecord;
}

export interface Committer {
  readonly add: (result: Result) => void;
  /** Results in the commit that is under way. */
  readonly committing: () => number;
  /** Resolves when nothing is left to commit, or committing has failed. */
  readonly settled: () => Promise<void>;
}

/**
 * Writes results and offsets together, one transaction at a time; whatever is finished meanwhile goes into the next
 * one. So groups grow exactly as far as the log is slow. After a failed commit nothing is committed any more.
 */
export function createCommitter(options: {
  readonly commit: (records: readonly OutgoingRecord[], offsets: readonly CommittedOffset[]) => Promise<void>;
  readonly isCurrent: (assignment: Assignment) => boolean;
  readonly onCommitted: (results: readonly Result[]) => void;
  readonly onError: (error: unknown) => void;
}): Committer {
  let finished: Result[] = [];
  let committing = 0;
  let work: Promise<void> | undefined;
  let failed = false;

  const commitAll = async () => {
    while (finished.length > 0) {
      const group = finished.filter(({ assignment }) => options.isCurrent(assignment));
      finished = [];
      if (group.length > 0) await commitGroup(group);
    }
  };

  const commitGroup = async (group: readonly Result[]) => {
    committing = group.length;
    for (const { assignment, offset } of group) assignment.tracker.finish(offset);
    const assignments = [...new Set(group.map(({ assignment }) => assignment))];
    await options.commit(
      group.map(({ record }) => record),
      assignments.map(({ topic, partition, tracker }) => ({ topic, partition, ...tracker.position() })),
    );
    committing = 0;
    options.onCommitted(group);
  };

  const start = () => {
    if (work !== undefined || failed || finished.length === 0) return;
    work = commitAll()
      .catch((error) => {
        failed = true;
        options.onError(error);
      })
      .finally(() => {
        work = undefined;
        start(); // what came between the last look and now
      });
  };

  return {
    add: (result) => {
      finished.push(result);
      start();
    },
    committing: () => committing,
    settled: async () => {
      while (work !== undefined) await work;
    },
  };
}
