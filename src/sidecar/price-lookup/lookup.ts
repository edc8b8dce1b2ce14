import { type Clock, sleep } from 'ksqlite/clock';
import { LinkedAbortController } from '../concurrency/linked-abort-controller.ts';
import { type Attempt, failedAttempt } from './attempt.ts';
import { type RetryPolicy, retryStart } from './retry-policy.ts';
import type { SlotRunner } from './slots.ts';

export interface LookupDeps {
  readonly getPrice: (id: string, signal: AbortSignal) => Promise<Attempt>;
  readonly slots: SlotRunner;
  readonly clock: Clock;
  readonly policy: RetryPolicy;
  readonly onRetry: () => void;
  /** What a request came to that was not called off. */
  readonly onAttempt: (attempt: Attempt) => void;
}

/**
 * The price of one id, however many attempts it takes; fails when they are used up, at the lookup's end or when
 * `signal` fires. Holds a slot only while a request is under way, and is not over before that is.
 */
export async function lookUp(deps: LookupDeps, id: string, signal: AbortSignal): Promise<Attempt> {
  const { clock, policy, slots } = deps;
  const life = new LinkedAbortController(signal);
  let began: number | undefined;
  let cancelEnd = () => {};
  let last = failedAttempt('the lookup was dropped', 'silent');

  const begin = (): number => {
    cancelEnd = clock.after(policy.lookupTimeoutMs, life.abort);
    return clock.now();
  };
  const attempt = (retry: number): Promise<Attempt> => {
    began ??= begin();
    if (retry > 0) deps.onRetry();
    const left = began + policy.lookupTimeoutMs - clock.now();
    return attemptWithin(deps, id, Math.min(policy.attemptTimeoutMs, left), life.signal);
  };

  try {
    for (let retry = 0; retry <= policy.retries; retry++) {
      if (began !== undefined)
        await sleep(clock, began + retryStart(policy, retry) - clock.now(), life.signal);
      const urgency = retry === 0 ? 'new' : 'retry';
      const result = await slots.run(urgency, life.signal, () => attempt(retry));
      if (result === undefined) return last; // dropped, or out of time before there was a slot
      if (result.ok) return result;
      last = result;
    }
    return last;
  } finally {
    cancelEnd();
    life.release();
  }
}

/** One request, within its time. */
export async function attemptWithin(
  deps: Pick<LookupDeps, 'getPrice' | 'clock' | 'onAttempt'>,
  id: string,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Attempt> {
  const limit = new LinkedAbortController(signal);
  const cancel = deps.clock.after(timeoutMs, limit.abort);
  try {
    const attempt = await deps.getPrice(id, limit.signal);
    if (attempt.ok || !signal.aborted) deps.onAttempt(attempt);
    return attempt;
  } finally {
    cancel();
    limit.release();
  }
}
