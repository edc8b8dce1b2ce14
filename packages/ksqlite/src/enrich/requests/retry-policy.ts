/** All in ms but `retries`, `factor` and `jitter`. */
export interface RetryPolicy {
  /** attempts after the first */
  readonly retries: number;
  /** from the start of the first attempt to the start of the second */
  readonly delayMs: number;
  /** how many times longer each further delay is; 1: all are the same */
  readonly factor: number;
  /** no delay is longer */
  readonly longestDelayMs: number;
  /** share of a delay that chance may take off it, 0 to 1 */
  readonly jitter: number;
  /** of one attempt */
  readonly attemptTimeoutMs: number;
  /** of all attempts, from the start of the first one */
  readonly totalTimeoutMs: number;
}

/**
 * When the `retry`-th retry starts, in ms after the first attempt began: a delay after the start of the attempt before it, but
 * early enough for a whole attempt before the request ends. With 3 retries, 10 s apart, of 3 s each in 30 s: at 10, 20 and
 * 27 s. Never before the attempt before it has ended, and not before it has a slot: the caller sees to that.
 *
 * @param previous when the attempt before it was to start, in ms after the first attempt began
 * @param random 0 to 1
 */
export function retryStart(
  policy: RetryPolicy,
  retry: number,
  previous: number,
  random: () => number,
): number {
  const { delayMs, factor, longestDelayMs, jitter, totalTimeoutMs, attemptTimeoutMs } = policy;
  const delay = Math.min(delayMs * factor ** (retry - 1), longestDelayMs);
  const taken = jitter === 0 ? 0 : jitter * random() * delay;
  return Math.min(previous + delay - taken, totalTimeoutMs - attemptTimeoutMs);
}
