import { DurationHistogram } from '../../src/metrics/duration-histogram.ts';
import { counter, gauge } from '../../src/metrics/metric.ts';
import { metricsText } from '../../src/metrics/metrics-text.ts';

test('a metric with its help, its type, and a line for each value', () => {
  const records = counter<number>('records_total', 'records', 'Records.', ['topic'], (n) => [
    [{ topic: 'a' }, n],
    [{ topic: 'say "no"\\\n' }, 1.5],
  ]);
  const lag = gauge<number>(
    'lag_seconds',
    'seconds',
    'Back\\slash,\nline.',
    [],
    () => Number.POSITIVE_INFINITY,
  );
  expect(metricsText([records.read(7), lag.read(0)])).toBe(
    [
      '# HELP records_total Records.',
      '# TYPE records_total counter',
      'records_total{topic="a"} 7',
      'records_total{topic="say \\"no\\"\\\\\\n"} 1.5',
      '# HELP lag_seconds Back\\\\slash,\\nline.',
      '# TYPE lag_seconds gauge',
      'lag_seconds +Inf',
      '',
    ].join('\n'),
  );
});

test('the buckets of a histogram are cumulative, and the last one has all', () => {
  const durations = new DurationHistogram();
  for (const seconds of [0.0001, 0.0005, 0.02, 60]) durations.add(seconds);
  const { buckets, sum, count } = durations.sample();
  expect(count).toBe(4);
  expect(sum).toBeCloseTo(60.0206);
  expect(buckets.map(({ count: below }) => below)).toEqual([2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3, 3]);
  const info = { name: 'took_seconds', type: 'histogram' as const, unit: 'seconds', help: 'It.', labels: [] };
  const text = metricsText([{ ...info, histograms: [durations.sample()] }]);
  expect(text).toContain('took_seconds_bucket{le="0.025"} 3\n');
  expect(text).toMatch(
    /took_seconds_bucket\{le="\+Inf"\} 4\ntook_seconds_sum 60\.02\d*\ntook_seconds_count 4\n$/,
  );
});
