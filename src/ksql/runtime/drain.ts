import type { Task } from './task.ts';

/**
 * Runs tasks that write to one topic until none has a record with ts ≤ `horizon`, always the one whose next record is
 * the oldest: what several statements (or partitions) write to one topic comes out in order of time.
 *
 * @returns records processed
 */
export function drain(tasks: readonly Task[], horizon: number): number {
  const heads = tasks.map((task) => task.peek());
  let processed = 0;
  for (;;) {
    let oldest = -1;
    let oldestTs = Number.POSITIVE_INFINITY;
    let secondTs = Number.POSITIVE_INFINITY;
    for (let i = 0; i < heads.length; i++) {
      const ts = heads[i] as number;
      if (ts < oldestTs) {
        secondTs = oldestTs;
        oldestTs = ts;
        oldest = i;
      } else if (ts < secondTs) {
        secondTs = ts;
      }
    }
    if (oldest < 0 || oldestTs > horizon) return processed;
    const task = tasks[oldest] as Task;
    // stay with the task while it is the oldest: no scan of the others for every record
    const limit = Math.min(secondTs, horizon);
    let ts = oldestTs;
    do {
      task.step();
      processed++;
      ts = task.peek();
    } while (ts <= limit && ts !== Number.POSITIVE_INFINITY);
    heads[oldest] = ts;
  }
}
