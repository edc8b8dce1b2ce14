import { comparable, ratioOf, ratioTable } from '../../../bench/report/ratio-table.ts';

const compared = { bench: 'x', case: 'a', figure: 'partsPerSecond' } as const;

test('pairs the rounds that ran one after the other', () => {
  expect(ratioOf({ ...compared, base: [100, 50, 200], present: [110, 60, 210] })).toEqual({
    ...compared,
    base: 100,
    present: 110,
    ratio: 1.1,
    spread: [1.05, 1.2],
    verdict: 'too few rounds to tell',
  });
});

const five = (values: readonly number[]) => Array.from({ length: 5 }, (_, i) => values[i % values.length]!);

test('says which side is better only when all rounds do', () => {
  const verdict = (
    base: number[],
    present: number[],
    figure: 'partsPerSecond' | 'cpuSeconds' = 'partsPerSecond',
  ) => ratioOf({ ...compared, figure, base: five(base), present: five(present) })?.verdict;
  expect(verdict([10, 10], [9, 8])).toBe('worse');
  expect(verdict([10, 10], [9, 11])).toBe('no difference to be seen');
  expect(verdict([10, 10], [9, 8], 'cpuSeconds')).toBe('better');
  expect(verdict([10, 10], [11, 12], 'cpuSeconds')).toBe('worse');
});

test('without a pair, or of nothing, there is no ratio', () => {
  expect(ratioOf({ ...compared, base: [], present: [1] })).toBeUndefined();
  expect(ratioOf({ ...compared, base: [0], present: [1] })).toBeUndefined();
});

test('only figures that both sides have and that are better one way are compared', () => {
  expect(
    comparable(
      { partsPerSecond: 1, commitsPerSecond: 2, gcShare: 0 },
      { partsPerSecond: 1, commitsPerSecond: 2 },
      ['partsPerSecond', 'commitsPerSecond', 'gcShare'],
    ),
  ).toEqual(['partsPerSecond']);
});

test('the table names both sides', () => {
  const ratio = ratioOf({ ...compared, base: [1_000, 1_000], present: [2_000, 3_000] });
  expect(ratioTable('main', [ratio!])).toMatch(
    /main +this tree[\s\S]*x, a: parts\/s +1,000 +2,500 +× 2\.500 +2\.000–3\.000 +too few/,
  );
});
