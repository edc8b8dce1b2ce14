import { setTimeout as delay } from 'node:timers/promises';

/** Time, passed in so that tests can move it by hand. */
export interface Clock {
  /** ms since the epoch */
  now(): number;
  /** Resolves after `ms`, or early and without an error when `signal` fires. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    await delay(ms, undefined, { signal }).catch(() => undefined);
  },
};
