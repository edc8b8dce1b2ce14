import { type RetryPolicy, retryStart } from '../../../src/enrich/requests/retry-policy.ts';

const policy: RetryPolicy = {
  retries: 3,
  delayMs: 10_000,
  longestDelayMs: 10_000,
  factor: 1,
  jitter: 0,
  attemptTimeoutMs: 3_000,
  totalTimeoutMs: 30_000,
};

/** When the retries start, by a policy. */
function starts(changes: Partial<RetryPolicy>, random = () => 0.5): readonly number[] {
  const all = { ...policy, ...changes };
  let at = 0;
  return Array.from({ length: all.retries }, (_, i) => {
    at = retryStart(all, i + 1, at, random);
    return at;
  });
}

test('retries 10 s apart, the last one moved up so that it fits in', () => {
  expect(starts({})).toEqual([10_000, 20_000, 27_000]);
});

test('an attempt as long as the whole leaves no time to wait', () => {
  expect(starts({ attemptTimeoutMs: 30_000 })).toEqual([0, 0, 0]);
});

test('delays that double, up to the longest', () => {
  const changes = { retries: 5, delayMs: 1_000, factor: 2, longestDelayMs: 5_000 };
  expect(starts(changes)).toEqual([1_000, 3_000, 7_000, 12_000, 17_000]);
});

test('chance takes off a delay at most its share', () => {
  const changes = { retries: 2, delayMs: 1_000, jitter: 0.2 };
  expect(starts(changes, () => 0)).toEqual([1_000, 2_000]);
  expect(starts(changes, () => 1)).toEqual([800, 1_600]);
  expect(starts(changes, () => 0.5)).toEqual([900, 1_800]);
});
