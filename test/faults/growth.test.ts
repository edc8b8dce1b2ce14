import { growthAtTheEnd } from '../../faults/memory/growth.ts';

const series = (megabytes: (minutes: number) => number) =>
  Array.from({ length: 601 }, (_, i) => ({ minutes: i / 10, megabytes: megabytes(i / 10) }));

it.each([
  ['nothing grows', () => 300, 0],
  ['it fills for 30 minutes and stays', (at: number) => 200 + 5 * Math.min(30, at), 0],
  // 500 at 50 minutes, the middle of the last third, of 20 minutes
  ['it grows by 5 MB a minute', (at: number) => 250 + 5 * at, 0.2],
])('%s', (_, megabytes, expected) => {
  expect(growthAtTheEnd(series(megabytes))).toBeCloseTo(expected, 6);
});

it('takes waves of garbage for what they are', () => {
  expect(Math.abs(growthAtTheEnd(series((at) => 300 + 100 * (at % 1))))).toBeLessThan(0.02);
});
