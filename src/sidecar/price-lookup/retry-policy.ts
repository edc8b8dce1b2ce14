/** All in ms but `retries`. */
export interface RetryPolicy {
  /** attempts after the first */
  readonly retries: number;
  readonly retryDelayMs: number;
  readonly attemptTimeoutMs: number;
  readonly lookupTimeoutMs: number;
}

/**
 * When the `retry`-th retry starts, in ms after the first attempt began: `retryDelayMs` apart, but early enough for a
 * whole attempt before the lookup ends. With 3 retries, 10 s apart, of 3 s each in 30 s: at 10, 20 and 27 s.
 * Never before the attempt before it has ended, and not before it has a slot: the lookup sees to that.
 */
export function retryStart(policy: RetryPolicy, retry: number): number {
  return Math.min(retry * policy.retryDelayMs, policy.lookupTimeoutMs - policy.attemptTimeoutMs);
}
