import type { SourceProgress } from './progress-record.ts';

/** What a car has from its first part to its last. */
const JOIN_WINDOW_MS = 5_000;

/**
 * From when on a source's `at`s count (ms since the epoch).
 *
 * A restart keeps to the schedule: what became due while the process was down is sent at once. After a longer outage
 * than a car's 5 s the rest would come as one burst with no car's timing left, so there the schedule begins again, with
 * the next record due now. So it does when the pace was changed.
 */
export function scheduleStart(
  last: SourceProgress | undefined,
  pace: string,
  nextAt: number,
  now: number,
): number {
  if (last === undefined) return now;
  const restarted = now - nextAt;
  if (last.pace !== pace) return restarted;
  const overdue = now - (last.startedAt + nextAt);
  return overdue > JOIN_WINDOW_MS ? restarted : last.startedAt;
}
