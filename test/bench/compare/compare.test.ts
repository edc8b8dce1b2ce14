import { ratiosOf } from '../../../bench/compare/compare.ts';
import type { Report } from '../../../bench/results/report.ts';
import { summarise } from '../../../bench/results/result.ts';

const report = (partsPerSecond: number | undefined): Report => ({
  machine: { cpu: 'c', cores: 2, memoryGb: 24, system: 'linux 6', node: 'v20.0.0' },
  date: '2026-01-02T03:04:05.000Z',
  commit: 'abc',
  scale: 'full',
  results: summarise('x', [[{ case: 'a', figures: partsPerSecond === undefined ? {} : { partsPerSecond } }]]),
  skipped: {},
});
const columns = () => ['partsPerSecond'] as const;

test('pairs the runs of both sides', () => {
  expect(ratiosOf([report(100), report(200)], [report(110), report(180)], columns)).toMatchObject([
    { bench: 'x', case: 'a', figure: 'partsPerSecond', ratio: 1, spread: [0.9, 1.1] },
  ]);
});

test('what the base does not have is left out', () => {
  expect(ratiosOf([report(undefined)], [report(110)], columns)).toEqual([]);
});
