import { countAllocation } from '../../../bench/measure/allocation.ts';

let kept: unknown[] = [];

test('counts what was allocated on the heap, garbage or not, to a few per cent', () => {
  const arrays = 200_000;
  const length = 100;
  const counting = countAllocation();
  // 8 bytes an element (4 with compressed pointers, which Node does not use) and a header
  for (let i = 0; i < arrays; i++) kept = [new Array(length).fill(i)];
  const perArray = counting.stop() / arrays;
  expect(kept).toHaveLength(1);
  expect(perArray).toBeGreaterThan(length * 8);
  expect(perArray).toBeLessThan(length * 8 * 1.25);
});
