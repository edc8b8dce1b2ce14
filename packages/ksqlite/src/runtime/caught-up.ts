import type { Scheduler } from './cycles/scheduler.ts';

/**
 * Resolves once the statements have read all that there is, and what they made of it is durable. Rejects when the log or
 * a statement failed.
 */
export async function caughtUp(
  scheduler: Pick<Scheduler, 'settled' | 'backlog' | 'readable'>,
): Promise<void> {
  for (;;) {
    await scheduler.settled();
    if (scheduler.backlog() === 0) break;
    await scheduler.readable();
  }
  // the last cycle may have ended before the commit that was waited for, and its own be under way
  await scheduler.settled();
}
