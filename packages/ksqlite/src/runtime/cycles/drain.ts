import type { Task } from '../task.ts';

export interface DrainOptions {
  /** Records with later times stay unread. */
  readonly frontier: number;
  /** Records at most, about; rows count where a record is made many in lots. Default: all. */
  readonly most?: number;
  /** Asked after a record, after a few more, then now and then: others want their turn. Default: never. */
  readonly isSpent?: () => boolean;
  /** A task threw, and must not run on: halts it, or throws. Default: throws. */
  readonly onFailure?: (task: Task, error: unknown) => void;
}

/** Records between two looks at the clock, at most: how long one takes nobody knows before. */
const LOOK_RECORDS = 64;

const never = (): boolean => false;

const rethrow = (_: Task, error: unknown): never => {
  throw error;
};

/**
 * Runs tasks that write to one topic until none has a record up to the frontier, always the one whose next record is
 * the oldest, the first of those with the same: what several statements (or partitions) write to one topic comes out in
 * order of time, whether it is read in one go or in pieces. In the end they settle.
 *
 * @returns records processed
 */
export function drain(
  tasks: readonly Task[],
  { frontier, most = Number.POSITIVE_INFINITY, isSpent = never, onFailure = rethrow }: DrainOptions,
): number {
  let heads = headsOf(tasks, onFailure);
  let processed = 0;
  let until = Math.min(most, 1);
  while (processed < most) {
    if (processed >= until) {
      if (isSpent()) break;
      until = Math.min(most, processed + Math.min(LOOK_RECORDS, processed));
    }
    let oldest = -1;
    let oldestTs = Number.POSITIVE_INFINITY;
    let second = -1;
    let secondTs = Number.POSITIVE_INFINITY;
    for (let i = 0; i < heads.length; i++) {
      const ts = heads[i] as number;
      if (ts < oldestTs) {
        second = oldest;
        secondTs = oldestTs;
        oldestTs = ts;
        oldest = i;
      } else if (ts < secondTs) {
        second = i;
        secondTs = ts;
      }
    }
    if (oldest < 0 || oldestTs > frontier) break;
    const task = tasks[oldest] as Task;
    // stay with the task while it is the oldest: no scan of the others for every record
    let ts = oldestTs;
    try {
      do {
        processed += task.step();
        ts = task.peek();
      } while (
        ts !== Number.POSITIVE_INFINITY &&
        ts <= frontier &&
        (ts < secondTs || (ts === secondTs && oldest < second)) &&
        processed < until
      );
      heads[oldest] = ts;
    } catch (error) {
      onFailure(task, error);
      // others of its query are halted with it
      heads = headsOf(tasks, onFailure);
    }
  }
  for (const task of tasks) {
    try {
      task.settle();
    } catch (error) {
      onFailure(task, error);
    }
  }
  return processed;
}

/** Whether a task has a record up to the frontier. */
export const hasMore = (
  tasks: readonly Task[],
  { frontier, onFailure = rethrow }: Pick<DrainOptions, 'frontier' | 'onFailure'>,
): boolean => headsOf(tasks, onFailure).some((ts) => ts <= frontier && ts !== Number.POSITIVE_INFINITY);

/** The ts of each task's next record. */
function headsOf(tasks: readonly Task[], onFailure: NonNullable<DrainOptions['onFailure']>): number[] {
  for (;;) {
    let hasFailed = false;
    const heads = tasks.map((task) => {
      try {
        return task.peek();
      } catch (error) {
        hasFailed = true;
        onFailure(task, error);
        return Number.POSITIVE_INFINITY;
      }
    });
    // others of its query were halted with it
    if (!hasFailed) return heads;
  }
}
