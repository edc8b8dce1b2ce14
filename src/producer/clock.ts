/** Time as the producer sees it (the sidecar's clock fits); tests move it by hand. */
export interface Clock {
  /** ms since the epoch, may have a fraction */
  readonly now: () => number;
  /** Calls `then` once after `ms`; the answer takes the call back. */
  readonly after: (ms: number, then: () => void) => () => void;
}

/** Resolves after `ms`, or as soon as `signal` fires; never throws. */
export function sleep(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      cancel();
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const cancel = clock.after(ms, end);
    signal?.addEventListener('abort', end);
  });
}
