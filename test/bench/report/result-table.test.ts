import { resultTable } from '../../../bench/report/result-table.ts';
import { summarise } from '../../../bench/results/result.ts';

test('a row a case, spreads of what is compared, notes below', () => {
  const results = summarise('growth', [
    [
      { case: 'first', figures: { partsPerSecond: 1_000, commitsPerSecond: 3 }, notes: ['for all'] },
      { case: 'second', figures: { partsPerSecond: 900 }, notes: ['for all', 'for one'] },
    ],
    [{ case: 'first', figures: { partsPerSecond: 3_000, commitsPerSecond: 5 } }],
  ]);
  expect(resultTable('growth', { columns: ['partsPerSecond', 'commitsPerSecond', 'rssMb'] }, results)).toBe(
    [
      'growth              parts/s  commits/s',
      'first   2,000 (1,000–3,000)          4',
      'second                  900          –',
      '  for all',
      '  second: for one',
      '',
    ].join('\n'),
  );
});
