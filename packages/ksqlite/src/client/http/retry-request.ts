import { Backoff } from '../../clock/backoff.ts';
import type { Clock } from '../../clock/clock.ts';
import { sleep } from '../../clock/sleep.ts';

export interface RequestRetries {
  readonly clock: Clock;
  /** No attempt begins later than this after the first, ms. */
  readonly forMs: number;
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
  /** Called before each wait. */
  readonly onWait?: (wait: { readonly reason: string; readonly delayMs: number }) => void;
}

/** Thrown by an attempt that may be made again. */
export class RetryableFailure {
  /** What the caller gets when no attempt is left. */
  readonly error: Error;
  /** What the server asked for, ms. */
  readonly afterMs: number | undefined;
  constructor(error: Error, afterMs?: number) {
    this.error = error;
    this.afterMs = afterMs;
  }
}

/**
 * Makes the attempt until it succeeds, with doubling delays. Throws what it throws, or the error within the last
 * `RetryableFailure` when the time for retries is over.
 */
export async function retryRequest<T>(
  retries: RequestRetries,
  attempt: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const { clock, forMs, firstDelayMs, longestDelayMs, onWait } = retries;
  const end = clock.now() + forMs;
  const backoff = new Backoff(firstDelayMs, longestDelayMs);
  for (;;) {
    try {
      return await attempt();
    } catch (failure) {
      if (!(failure instanceof RetryableFailure)) throw failure;
      const delayMs = Math.max(backoff.next(), failure.afterMs ?? 0);
      if (clock.now() + delayMs > end) throw failure.error;
      onWait?.({ reason: failure.error.message, delayMs });
      await sleep(clock, delayMs, signal);
      signal?.throwIfAborted();
    }
  }
}
