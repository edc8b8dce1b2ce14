import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { againstText } from '../../../bench/report/against.ts';
import { readBaselines, saveBaselines } from '../../../bench/results/baselines.ts';
import type { Report } from '../../../bench/results/report.ts';
import { summarise } from '../../../bench/results/result.ts';

const machine = { cpu: 'c', cores: 2, memoryGb: 24, system: 'linux 6', node: 'v20.0.0' };
const reportOf = (partsPerSecond: number, more: Partial<Report> = {}): Report => ({
  machine,
  date: '2026-01-02T03:04:05.000Z',
  commit: 'abc',
  scale: 'full',
  results: summarise('growth', [[{ case: '1', figures: { partsPerSecond, commitsPerSecond: 5 } }]]),
  skipped: {},
  ...more,
});
const columns = () => ['partsPerSecond', 'commitsPerSecond'] as const;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'baselines-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a file a bench is kept and read back', () => {
  const assembly = summarise('assembly', [[{ case: '1', figures: { partsPerSecond: 9 } }]]);
  const report = reportOf(100, { results: [...reportOf(100).results, ...assembly] });
  expect(saveBaselines(folder, report)).toEqual([join(folder, 'growth.json'), join(folder, 'assembly.json')]);
  expect(readBaselines(folder).flatMap(({ results }) => results)).toEqual([
    ...assembly,
    ...reportOf(100).results,
  ]);
  expect(readBaselines(join(folder, 'growth.json'))).toEqual([reportOf(100)]);
});

test('what is not there, empty, or no report is told of', () => {
  expect(() => readBaselines(join(folder, 'gone'))).toThrow('there is no');
  expect(() => readBaselines(folder)).toThrow('holds no results');
  writeFileSync(join(folder, 'x.json'), '{}');
  expect(() => readBaselines(folder)).toThrow('is no report');
});

test('on the same machine there is a ratio, of what says which is better alone', () => {
  const text = againstText(reportOf(150), [reportOf(100)], columns);
  expect(text).toContain('growth, 1: parts/s');
  expect(text).toContain('× 1.50');
  expect(text).not.toContain('commits');
});

test('the newest that was kept counts', () => {
  const newer = reportOf(300, { date: '2026-02-02T03:04:05.000Z' });
  expect(againstText(reportOf(150), [newer, reportOf(100)], columns)).toContain('× 0.50');
});

test('on another machine there is no ratio but a warning', () => {
  const text = againstText(reportOf(150), [reportOf(100, { machine: { ...machine, cores: 4 } })], columns);
  expect(text).not.toContain('×  1');
  expect(text).toContain('not comparable');
  expect(text).toContain('compare abc growth');
});

test('another scale is another thing', () => {
  expect(againstText(reportOf(150), [reportOf(100, { scale: 'quick' })], columns)).toContain(
    'nothing was kept',
  );
});
