import type { Task } from './task.ts';

/**
 * Runs tasks that write to one topic until none has a record with ts ≤ `frontier`, always the one whose next record is
 * the oldest, the first of those with the same: what several statements (or partitions) write to one topic comes out in
 * order of time, whether it is read in one go or in pieces.
 *
 * @returns records processed
 */
export function drain(tasks: readonly Task[], frontier: number): number {
  const heads = tasks.map((task) => task.peek());
  let processed = 0;
  for (;;) {
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
    if (oldest < 0 || oldestTs > frontier) return processed;
    const task = tasks[oldest] as Task;
    // stay with the task while it is the oldest: no scan of the others for every record
    let ts = oldestTs;
    do {
      task.step();
      processed++;
      ts = task.peek();
    } while (
      ts !== Number.POSITIVE_INFINITY &&
      ts <= frontier &&
      (ts < secondTs || (ts === secondTs && oldest < second))
    );
    heads[oldest] = ts;
  }
}
