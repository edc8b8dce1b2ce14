import { retryStart } from '../../../src/sidecar/price-lookup/retry-policy.ts';

const policy = { retries: 3, retryDelayMs: 10_000, attemptTimeoutMs: 3_000, lookupTimeoutMs: 30_000 };

test('retries 10 s apart, the last one moved up so that it fits in', () => {
  expect([1, 2, 3].map((retry) => retryStart(policy, retry))).toEqual([10_000, 20_000, 27_000]);
});

test('an attempt as long as the lookup leaves no time to wait', () => {
  expect(retryStart({ ...policy, attemptTimeoutMs: 30_000 }, 1)).toBe(0);
});
