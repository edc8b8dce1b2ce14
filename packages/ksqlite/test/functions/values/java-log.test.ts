import * as fc from 'fast-check';
import { javaLog } from '../../../src/functions/values/java/java-log.ts';

test('the logarithms that Java gives', () => {
  expect(javaLog(3)).toBe(1.0986122886681098);
  expect(javaLog(10)).toBe(Math.LN10);
  expect(javaLog(5e-324)).toBe(-744.4400719213812);
  expect(javaLog(Number.MAX_VALUE)).toBe(709.782712893384);
  expect(javaLog(1 + 2 ** -52)).toBe(2 ** -52 - 2 ** -105);
});

test('of what has none, too', () => {
  expect(javaLog(0)).toBe(Number.NEGATIVE_INFINITY);
  expect(javaLog(-1)).toBeNaN();
  expect(javaLog(Number.NaN)).toBeNaN();
  expect(javaLog(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
  expect(Object.is(javaLog(1), 0)).toBe(true);
});

test('never more than two units in the last place from what V8 has', () => {
  fc.assert(
    fc.property(fc.double({ min: 5e-324, noNaN: true }), (value) => {
      const [own, other] = [javaLog(value), Math.log(value)];
      if (Number.isFinite(other))
        expect(Math.abs(own - other)).toBeLessThanOrEqual(Math.abs(other) * 2 ** -50);
    }),
    { numRuns: 2000 },
  );
});
