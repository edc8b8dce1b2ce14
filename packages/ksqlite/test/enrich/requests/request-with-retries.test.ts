import { type Attempt, RequestFailure } from '../../../src/enrich/requests/request-failure.ts';
import { requestWithRetries } from '../../../src/enrich/requests/request-with-retries.ts';
import type { SlotRunner } from '../../../src/enrich/requests/slots.ts';
import { fakeClock } from '../../support/fake-clock.ts';

const policy = {
  retries: 3,
  delayMs: 10_000,
  longestDelayMs: 10_000,
  factor: 1,
  jitter: 0,
  attemptTimeoutMs: 3_000,
  totalTimeoutMs: 30_000,
};
const good: Attempt<number> = { ok: true, value: 1 };
const failedAttempt = (reason: string) => new RequestFailure('status', reason);

/** Slots that never keep anyone waiting. */
const free: SlotRunner = {
  run: (_, signal, job) => (signal.aborted ? Promise.resolve(undefined) : job()),
};

function setUp(
  answer: (attempt: number, signal: AbortSignal) => Promise<Attempt<number>>,
  slots: SlotRunner = free,
) {
  const clock = fakeClock(1_000_000);
  const starts: number[] = [];
  const urgencies: string[] = [];
  const abort = new AbortController();
  let retries = 0;
  let ignored = 0;
  const result = requestWithRetries<number>(
    {
      clock,
      policy,
      slots: {
        run: (urgency, signal, job) => {
          urgencies.push(urgency);
          return slots.run(urgency, signal, job);
        },
      },
      random: () => 0.5,
      onAttempt: () => undefined,
      onRetry: () => retries++,
      onIgnored: () => ignored++,
    },
    (signal) => {
      starts.push(clock.now() - 1_000_000);
      return answer(starts.length - 1, signal);
    },
    abort.signal,
  );
  let outcome: { readonly at: number; readonly value: Attempt<number> } | undefined;
  void result.then((value) => {
    outcome = { at: clock.now() - 1_000_000, value };
  });
  return {
    clock,
    starts,
    urgencies,
    abort,
    retries: () => retries,
    ignored: () => ignored,
    outcome: () => outcome,
  };
}

/** Never answers; ends as the client does when it is aborted. */
const hang = (_: number, signal: AbortSignal) =>
  new Promise<Attempt<number>>((resolve) => {
    signal.addEventListener('abort', () => resolve(failedAttempt('no answer in time')));
  });

test('a good first attempt is the answer', async () => {
  const { clock, starts, outcome } = setUp(async () => good);
  await clock.advance(0);
  expect(starts).toEqual([0]);
  expect(outcome()).toEqual({ at: 0, value: good });
  expect(clock.timers()).toBe(0);
});

test('failures at once: tries at 0, 10, 20 and 27 s, and is over then', async () => {
  const { clock, starts, urgencies, retries, outcome } = setUp(async () => failedAttempt('500'));
  await clock.advance(60_000);
  expect(starts).toEqual([0, 10_000, 20_000, 27_000]);
  expect(urgencies).toEqual(['new', 'retry', 'retry', 'retry']);
  expect(retries()).toBe(3);
  expect(outcome()).toEqual({ at: 27_000, value: failedAttempt('500') });
  expect(clock.timers()).toBe(0);
});

test('an API that hangs: each attempt 3 s, the end at 30 s', async () => {
  const { clock, starts, outcome } = setUp(hang);
  await clock.advance(60_000);
  expect(starts).toEqual([0, 10_000, 20_000, 27_000]);
  expect(outcome()).toEqual({ at: 30_000, value: failedAttempt('no answer in time') });
  expect(clock.timers()).toBe(0);
});

test('an attempt that gets well ends it', async () => {
  const { clock, starts, outcome } = setUp(async (attempt) => (attempt < 2 ? failedAttempt('500') : good));
  await clock.advance(60_000);
  expect(starts).toEqual([0, 10_000, 20_000]);
  expect(outcome()).toEqual({ at: 20_000, value: good });
});

test('called off while it waits for its retry, it ends at once', async () => {
  const { clock, starts, abort, outcome } = setUp(async () => failedAttempt('500'));
  await clock.advance(5_000);
  abort.abort();
  await clock.advance(0);
  expect(outcome()).toEqual({ at: 5_000, value: failedAttempt('500') });
  expect(starts).toEqual([0]);
  expect(clock.timers()).toBe(0);
});

test('called off in the middle of a request, it ends with the request', async () => {
  const { clock, abort, outcome } = setUp(hang);
  await clock.advance(1_000);
  abort.abort();
  await clock.advance(0);
  expect(outcome()?.at).toBe(1_000);
  expect(clock.timers()).toBe(0);
});

test('no slot for the retries: it fails at 30 s after its first attempt began, not after it was asked for', async () => {
  let calls = 0;
  const clockwise: { clock?: ReturnType<typeof fakeClock> } = {};
  const crowded: SlotRunner = {
    run: async (_, signal, job) => {
      if (calls++ === 0) {
        await new Promise<void>((resolve) => clockwise.clock?.after(7_000, resolve));
        return job();
      }
      return new Promise((resolve) => signal.addEventListener('abort', () => resolve(undefined)));
    },
  };
  // the clock exists only once setUp has run: its first slot is asked for in the next microtask
  const set = setUp(async () => failedAttempt('500'), {
    ...crowded,
    run: async (urgency, signal, job) => {
      await Promise.resolve();
      return crowded.run(urgency, signal, job);
    },
  });
  clockwise.clock = set.clock;
  await set.clock.advance(60_000);
  expect(set.starts).toEqual([7_000]);
  expect(set.outcome()).toEqual({ at: 37_000, value: failedAttempt('500') });
});

test('a late retry is cut to what is left of the lookup', async () => {
  let calls = 0;
  const set: { clock?: ReturnType<typeof fakeClock> } = {};
  const slow: SlotRunner = {
    run: async (_, signal, job) => {
      if (calls++ === 3) await new Promise<void>((resolve) => set.clock?.after(2_000, resolve));
      return signal.aborted ? undefined : job();
    },
  };
  const { clock, starts, outcome } = setUp(hang, slow);
  set.clock = clock;
  await clock.advance(60_000);
  expect(starts).toEqual([0, 10_000, 20_000, 29_000]);
  expect(outcome()?.at).toBe(30_000);
});
