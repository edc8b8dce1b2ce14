import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Conservation } from '../../../src/line/ledger/ledger-summary.ts';
import { formatReport } from '../../../src/line/report/format-report.ts';
import { bar, duration, percent } from '../../../src/line/report/numbers.ts';
import { buildReport, type ReportInput } from '../../../src/line/report/report.ts';
import { writeReport } from '../../../src/line/report/write-report.ts';

const none = { count: 0, first: [] };
const holds: Conservation = {
  holds: true,
  lost: none,
  doubled: none,
  carsTwice: none,
  carsWithout: none,
  unknown: none,
};
const input: ReportInput = {
  ledger: {
    partsIn: 4_900,
    deliveries: 4_912,
    partsOut: 4_900,
    openCars: 0,
    outcomes: { COMPLETE: 620, MISSING_BODY: 12, MISSING_WHEELS: 60, INCOMPLETE: 8, FAILED_GET_PRICE: 1 },
    deadLetters: { unreadable: 3, letters: 3, without: 0, tooMany: 0 },
    latencyMs: { assembly: { p50: 3.0123, p99: 41.27 }, missing: { p50: 4_321.4, p99: null } },
  },
  conservation: holds,
  pricing: { requests: 2_480, maxInFlight: 5, utilisation: 0.98765, slots: 5, failedRequests: {} },
  assemblyPartsPerSecond: 51_234.5,
  wallMs: 231_412.3,
};
const broken: ReportInput = {
  ...input,
  conservation: {
    ...holds,
    holds: false,
    lost: {
      count: 1_234,
      first: Array.from({ length: 20 }, (_, i) => `car-1-${i}-a-very-long-name/REMOTE_CONTROL`),
    },
    carsTwice: { count: 1, first: ['car-7'] },
  },
};

describe('buildReport', () => {
  it('is the documented JSON', () => {
    expect(buildReport(input)).toEqual({
      parts: { sent: 4_900, deadLettered: 3, deliveries: 4_912 },
      outcomes: { COMPLETE: 620, MISSING_BODY: 12, MISSING_WHEELS: 60, INCOMPLETE: 8, FAILED_GET_PRICE: 1 },
      pricing: { requests: 2_480, maxInFlight: 5, utilisation: 0.9877, slots: 5, failedRequests: {} },
      latencyMs: { assembly: { p50: 3, p99: 41.3 }, missing: { p50: 4_321.4, p99: null } },
      assemblyPartsPerSecond: 51_235,
      conservation: {
        holds: true,
        lost: [],
        doubled: [],
        counts: { lost: 0, doubled: 0, carsTwice: 0, carsWithout: 0, unknown: 0 },
        carsTwice: [],
        carsWithout: [],
        unknown: [],
      },
      wallSeconds: 231.412,
    });
  });
});

describe('formatReport', () => {
  it.each([40, 80, 120])('is readable at %i columns', (width) => {
    for (const each of [input, broken]) {
      const text = formatReport(buildReport(each), { width, colour: false });
      for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(width);
      expect(text).toMatchSnapshot();
    }
  });

  it('shows a run without a car', () => {
    const ledger = {
      ...input.ledger,
      outcomes: {},
      latencyMs: { assembly: { p50: null, p99: null }, missing: { p50: null, p99: null } },
    };
    const pricing = { requests: 0, maxInFlight: 0, utilisation: null, slots: 5, failedRequests: {} };
    const report = buildReport({ ...input, ledger, pricing, assemblyPartsPerSecond: undefined });
    expect(formatReport(report, { width: 80, colour: false })).toMatchSnapshot();
  });

  it('says why requests failed', () => {
    const pricing = { ...input.pricing, failedRequests: { 'other-shape': 1_234, timeout: 2 } };
    const report = buildReport({ ...input, pricing });
    expect(formatReport(report, { width: 80, colour: false })).toContain(
      '\nFailed price requests   1,234 other-shape, 2 timeout\n',
    );
  });

  it('has colours where wanted', () => {
    expect(formatReport(buildReport(input), { width: 80, colour: true })).toContain('\u001b[32m✔');
    expect(formatReport(buildReport(broken), { width: 80, colour: true })).toContain('\u001b[31m✘');
  });
});

describe('writeReport', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'report-'));
  });
  afterEach(async () => {
    await chmod(dir, 0o700);
    await rm(dir, { recursive: true });
  });

  it('writes the JSON in the place of what was there', async () => {
    const file = join(dir, 'report.json');
    await writeFile(file, 'old');
    await writeReport(file, buildReport(input));
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(buildReport(input));
    expect(await readdir(dir)).toEqual(['report.json']);
  });

  it('names the file that could not be written, and leaves nothing behind', async () => {
    await expect(writeReport(join(dir, 'none', 'report.json'), buildReport(input))).rejects.toMatchObject({
      code: 'DISK',
      message: expect.stringContaining(join(dir, 'none', 'report.json')),
    });
    await expect(writeReport(dir, buildReport(input))).rejects.toMatchObject({ code: 'DISK' });
    expect(await readdir(dir)).toEqual([]);
  });
});

describe('numbers', () => {
  it.each([
    [0.44, '0.4 ms'],
    [12.4, '12 ms'],
    [3_210, '3.2 s'],
    [59_999, '60.0 s'],
    [245_000, '4 min 05 s'],
    [7_500_000, '2 h 05 min'],
  ])('%d ms is %s', (ms, text) => {
    expect(duration(ms)).toBe(text);
  });
  it('bars are as long as their share', () => {
    expect([0, 0.001, 0.5, 1].map((share) => bar(share, 4))).toEqual(['', '▏', '██', '████']);
    expect(percent(0.9987)).toBe('99.9 %');
  });
});
