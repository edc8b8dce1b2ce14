import type { Clock } from '../clock/clock.ts';
import { sleep } from '../clock/sleep.ts';

/**
 * Runs one session after another until `stop` fires. A session that fails is over: what it had under way is dropped,
 * and the next begins from what is committed. That is the only safe answer to a commit that may or may not have
 * happened.
 */
export async function staySubscribed(options: {
  readonly session: (stop: AbortSignal) => Promise<void>;
  readonly stop: AbortSignal;
  readonly clock: Clock;
  readonly pauseMs: number;
  readonly onError: (error: unknown) => void;
}): Promise<void> {
  const { session, stop, clock, pauseMs, onError } = options;
  while (!stop.aborted) {
    try {
      await session(stop);
    } catch (error) {
      onError(error);
    }
    await sleep(clock, pauseMs, stop);
  }
}
