import type { Clock } from '../../clock/clock.ts';
import { sleep } from '../../clock/sleep.ts';

export interface Patience {
  readonly clock: Clock;
  /** No attempt begins later than this after the first, ms. */
  readonly forMs: number;
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
  /** Told before each wait. */
  readonly onWait?: (wait: { readonly reason: string; readonly delayMs: number }) => void;
}

/** Thrown by an attempt that may be made again. */
export class Again {
  readonly error: Error;
  /** What the server asked for, ms. */
  readonly afterMs: number | undefined;
  constructor(error: Error, afterMs?: number) {
    this.error = error;
    this.afterMs = afterMs;
  }
}

/**
 * Makes the attempt until it gives something, with doubling delays. Throws what it throws, or the error within the last
 * `Again` when patience is at an end.
 */
export async function patiently<T>(
  patience: Patience,
  attempt: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const { clock, forMs, firstDelayMs, longestDelayMs, onWait } = patience;
  const end = clock.now() + forMs;
  for (let delay = firstDelayMs; ; delay = Math.min(delay * 2, longestDelayMs)) {
    try {
      return await attempt();
    } catch (again) {
      if (!(again instanceof Again)) throw again;
      const delayMs = Math.max(delay, again.afterMs ?? 0);
      if (clock.now() + delayMs > end) throw again.error;
      onWait?.({ reason: again.error.message, delayMs });
      await sleep(clock, delayMs, signal);
      signal?.throwIfAborted();
    }
  }
}
