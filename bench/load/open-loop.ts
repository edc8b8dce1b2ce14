import type { Clock } from 'ksqlite/clock';
import { sleep } from 'ksqlite/clock';

export interface Schedule {
  readonly count: number;
  /** ms after the start, ascending */
  readonly due: ArrayLike<number>;
}

const TICK_MS = 1;

/**
 * Sends what is due when it is due, whether what was sent before is done or not: an open loop. What the system under
 * test keeps waiting stays due at its time, so its wait counts (no coordinated omission).
 *
 * @param start ms since the epoch, of the schedule's 0
 * @param send gets a range of the schedule, [from, to)
 * @returns once all of it is done; rejects with the first failure
 */
export async function openLoop(
  schedule: Schedule,
  start: number,
  clock: Clock,
  send: (from: number, to: number) => Promise<void>,
): Promise<void> {
  const never = new AbortController().signal;
  const underWay = new Set<Promise<void>>();
  const failed: unknown[] = [];
  let next = 0;
  while (next < schedule.count && failed.length === 0) {
    const elapsed = clock.now() - start;
    let to = next;
    while (to < schedule.count && (schedule.due[to] ?? 0) <= elapsed) to++;
    if (to > next) {
      const sending: Promise<void> = send(next, to)
        .catch((error: unknown) => void failed.push(error))
        .finally(() => underWay.delete(sending));
      underWay.add(sending);
      next = to;
    }
    await sleep(clock, TICK_MS, never);
  }
  await Promise.all(underWay);
  if (failed.length > 0) throw failed[0];
}
