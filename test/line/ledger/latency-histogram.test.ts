import fc from 'fast-check';
import { latencyHistogram } from '../../../src/line/ledger/latency-histogram.ts';

describe('latencyHistogram', () => {
  it('has no quantiles of nothing', () => {
    expect(latencyHistogram().quantile(0.5)).toBeUndefined();
  });

  it('is within 1 % of the exact quantile, and 1 ms below 1 ms', () => {
    const latency = fc.oneof(
      fc.integer({ min: -5, max: 20_000 }),
      fc.double({ min: 0, max: 1e8, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.array(latency, { minLength: 1 }), fc.constantFrom(0.01, 0.5, 0.99, 1), (all, q) => {
        const histogram = latencyHistogram();
        for (const ms of all) histogram.add(ms);
        const exact = Math.max(0, [...all].sort((a, b) => a - b)[Math.ceil(q * all.length) - 1]!);
        const found = histogram.quantile(q)!;
        expect(Math.abs(found - exact)).toBeLessThanOrEqual(exact < 1 ? 1 : exact * 0.0101);
      }),
    );
  });
});
