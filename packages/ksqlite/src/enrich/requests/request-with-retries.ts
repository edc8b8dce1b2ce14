import { type Clock, sleep } from '../../clock/index.ts';
import { LinkedAbortController } from '../concurrency/linked-abort-controller.ts';
import { type Attempt, RequestFailure } from './request-failure.ts';
import { type RetryPolicy, retryStart } from './retry-policy.ts';
import type { SlotRunner } from './slots.ts';

/** One attempt: ends when it has its answer or `signal` fires, and never throws. */
export type Ask<T> = (signal: AbortSignal, attempt: number) => Promise<Attempt<T>>;

export interface RequestDeps {
  readonly slots: SlotRunner;
  readonly clock: Clock;
  /** 0 to 1 */
  readonly random: () => number;
  readonly policy: RetryPolicy;
  readonly onRetry: () => void;
  /** What an attempt came to that was not called off. */
  readonly onAttempt: (attempt: Attempt<unknown>) => void;
  /** An attempt has not ended long after its signal fired. */
  readonly onIgnored: () => void;
}

/** An attempt that still runs this long after its signal fired is told of. */
const IGNORED_MS = 5_000;

/**
 * A request, however many attempts it takes; fails when they are used up, at the request's end or when `signal` fires.
 * Holds a slot only while an attempt is under way, and is not over before that is.
 */
export async function requestWithRetries<T>(
  deps: RequestDeps,
  ask: Ask<T>,
  signal: AbortSignal,
): Promise<Attempt<T>> {
  const { clock, policy, slots, random } = deps;
  const life = new LinkedAbortController(signal);
  let began: number | undefined;
  let start = 0;
  let cancelEnd = () => {};
  let last: RequestFailure | undefined;

  const begin = (): number => {
    cancelEnd = clock.after(policy.totalTimeoutMs, life.abort);
    return clock.now();
  };
  const attempt = (retry: number): Promise<Attempt<T>> => {
    began ??= begin();
    if (retry > 0) deps.onRetry();
    const left = began + policy.totalTimeoutMs - clock.now();
    const timeoutMs = Math.min(policy.attemptTimeoutMs, left);
    return attemptWithin(deps, (own) => ask(own, retry), timeoutMs, life.signal);
  };

  try {
    for (let retry = 0; retry <= policy.retries; retry++) {
      if (began !== undefined) {
        start = retryStart(policy, retry, start, random);
        await sleep(clock, began + start - clock.now(), life.signal);
      }
      const urgency = retry === 0 ? 'new' : 'retry';
      const result = await slots.run(urgency, life.signal, () => attempt(retry));
      if (result === undefined) break; // dropped, or out of time before there was a slot
      if (result.ok) return result;
      last = result;
      if (!result.retry) break;
    }
    return last ?? new RequestFailure('dropped', 'the request was dropped', { reach: 'silent' });
  } finally {
    cancelEnd();
    life.release();
  }
}

/** One attempt, within its time. */
export async function attemptWithin<T>(
  deps: Pick<RequestDeps, 'clock' | 'onAttempt' | 'onIgnored'>,
  ask: (signal: AbortSignal) => Promise<Attempt<T>>,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Attempt<T>> {
  const { clock } = deps;
  const limit = new LinkedAbortController(signal);
  const cancel = clock.after(timeoutMs, limit.abort);
  let cancelWatch = () => {};
  const watch = () => {
    cancelWatch = clock.after(IGNORED_MS, deps.onIgnored);
  };
  limit.signal.addEventListener('abort', watch);
  try {
    const attempt = await ask(limit.signal);
    if (attempt.ok || !signal.aborted) deps.onAttempt(attempt);
    return attempt;
  } finally {
    cancel();
    limit.signal.removeEventListener('abort', watch);
    cancelWatch();
    limit.release();
  }
}
