import type { ReadablePartition } from '../../runtime/cursor.ts';
import type { Task } from '../../runtime/task.ts';

/**
 * Steps tasks until none has a record with ts ≤ `limit`, always the one whose next record is the oldest, the first of
 * those with the same: as the statements' tasks are run, but it can stop between any two records.
 *
 * @returns records processed
 */
export function stepOldest(
  tasks: readonly Task<ReadablePartition>[],
  limit: number,
  stop: () => boolean,
): number {
  const heads = tasks.map((task) => task.peek());
  for (let processed = 0; ; processed++) {
    if (stop()) return processed;
    let oldest = 0;
    for (let i = 1; i < heads.length; i++) if ((heads[i] as number) < (heads[oldest] as number)) oldest = i;
    const ts = heads[oldest];
    if (ts === undefined || ts === Number.POSITIVE_INFINITY || ts > limit) return processed;
    const task = tasks[oldest] as Task<ReadablePartition>;
    task.step();
    heads[oldest] = task.peek();
  }
}
