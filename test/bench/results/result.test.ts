import { reportSchema, reportToJson } from '../../../bench/results/report.ts';
import { summarise } from '../../../bench/results/result.ts';

const rounds = [
  [
    { case: 'a', figures: { partsPerSecond: 100, peakRssMb: 50 }, notes: ['slow'] },
    { case: 'b', figures: { recoveryMs: 7 } },
  ],
  [{ case: 'a', figures: { partsPerSecond: 300, peakRssMb: 40 }, notes: ['slow'] }],
  [{ case: 'a', figures: { partsPerSecond: 110, peakRssMb: 60 } }],
];

test('puts rounds together: medians with their spread, the largest of what only grows, notes once', () => {
  expect(summarise('x', rounds)).toEqual([
    {
      bench: 'x',
      case: 'a',
      rounds: 3,
      figures: { partsPerSecond: 110, peakRssMb: 60 },
      spread: { partsPerSecond: [100, 300], peakRssMb: [40, 60] },
      notes: ['slow'],
    },
    {
      bench: 'x',
      case: 'b',
      rounds: 1,
      figures: { recoveryMs: 7 },
      spread: { recoveryMs: [7, 7] },
      notes: [],
    },
  ]);
});

const report = {
  machine: { cpu: 'c', cores: 2, memoryGb: 24, system: 'linux 6', node: 'v20.0.0' },
  date: '2026-01-02T03:04:05.000Z',
  commit: '0123456789',
  scale: 'full' as const,
  results: summarise('x', rounds),
  skipped: { kafka: 'KAFKA_BOOTSTRAP is not set' },
};

test('the JSON has the figures beside the names, and is read back as it was', () => {
  const text = reportToJson(report);
  expect(JSON.parse(text).results[0]).toMatchObject({ bench: 'x', partsPerSecond: 110, peakRssMb: 60 });
  expect(reportSchema.parse(JSON.parse(text))).toEqual(report);
});

test('what is not a report is refused', () => {
  const { machine, ...without } = JSON.parse(reportToJson(report));
  expect(machine).toBeDefined();
  expect(reportSchema.safeParse(without).success).toBe(false);
  expect(
    reportSchema.safeParse({ ...JSON.parse(reportToJson(report)), results: [{ bench: 1 }] }).success,
  ).toBe(false);
});
