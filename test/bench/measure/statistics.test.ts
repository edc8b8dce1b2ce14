import fc from 'fast-check';
import { quantilesOf } from '../../../bench/measure/quantiles.ts';
import { median, spread } from '../../../bench/measure/statistics.ts';

test('the median is the middle one, or the mean of the two in the middle', () => {
  expect(median([3, 1, 10])).toBe(3);
  expect(median([4, 1, 10, 2])).toBe(3);
  expect(() => median([])).toThrow(RangeError);
});

test('the spread is the smallest and the largest', () => {
  expect(spread([3, 1, 10])).toEqual([1, 10]);
});

test('a quantile is the smallest value that a share of all stays at or below', () => {
  const values = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 });
  fc.assert(
    fc.property(values, fc.double({ min: 0.001, max: 1, noNaN: true }), (all, q) => {
      const [value] = quantilesOf(all, [q]);
      const atMost = (limit: number) => all.filter((x) => x <= limit).length / all.length;
      expect(atMost(value!)).toBeGreaterThanOrEqual(q);
      for (const x of all) if (x < value!) expect(atMost(x)).toBeLessThan(q);
    }),
  );
  expect(quantilesOf([], [0.5])[0]).toBeNaN();
});
