import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PART_TOPICS, TOPICS } from '../../../src/contracts/topic-names.ts';
import { startPriceApi } from '../../../src/price-api/price-api.ts';
import { type Dumped, judge, readTopics } from '../../support/data-topics.ts';
import { carLines, inputFile, seeded } from '../../support/input-cars.ts';
import { runLineHere } from '../../support/line-here.ts';
import {
  cleanUp,
  runLine,
  startLine,
  startProcess,
  temporaryFolder,
  until,
} from '../../support/line-process.ts';

afterAll(cleanUp);

const random = seeded(61);
const INPUT = inputFile(Array.from({ length: 10 }, (_, i) => carLines(`car-${i}`, i * 20, random)).flat());
const OUTCOMES = { COMPLETE: 10 };
const api = await startPriceApi({ port: 0, delayMs: { min: 0, max: 5 } });
afterAll(() => api.close());
const linesOn = (data: string): string[] => ['--input', INPUT, '--data', data, '--price-delay', '0-5'];
/** Of a line in this process: the demo's own API is a thread, which would load all of its modules again. */
const linesHereOn = (data: string): string[] => ['--input', INPUT, '--data', data, '--price-url', api.url];

const partsAndCars = async (data: string): Promise<readonly Dumped[]> => {
  const topics = [...PART_TOPICS, ...Object.values(TOPICS)];
  const all = (await readTopics(data, topics)).flat();
  return all.filter(({ key }) => !key?.startsWith('heartbeat'));
};

describe('a finished data folder', () => {
  const data = join(temporaryFolder(), 'data');
  const report = join(temporaryFolder(), 'report.json');
  let first: unknown;
  let records: readonly Dumped[] = [];

  beforeAll(async () => {
    const ended = await runLineHere([...linesHereOn(data), '--json', '--report', report]);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    first = JSON.parse(ended.stdout);
    records = await partsAndCars(data);
  });

  it('is reported on stdout, and the same in the file', () => {
    expect(first).toMatchObject({ parts: { sent: 70 }, outcomes: OUTCOMES, conservation: { holds: true } });
    expect(JSON.parse(readFileSync(report, 'utf8'))).toEqual(first);
    expect(readdirSync(join(report, '..'))).toEqual(['report.json']);
  });

  it('gives the same report again, at once, and nothing is sent', async () => {
    const { code, stdout, stderr } = await runLineHere([...linesHereOn(data), '--json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      parts: { sent: 70, deliveries: 70, deadLettered: 0 },
      outcomes: OUTCOMES,
      pricing: { requests: 0 },
      conservation: { holds: true },
    });
    expect(await partsAndCars(data)).toEqual(records);
  });

  it('is left as free as it was found: no lock, no temporary file', () => {
    expect(readdirSync(data).sort()).toEqual(['ledger.jsonl', 'log']);
    for (const name of readdirSync(join(data, 'log'))) expect(name).toMatch(/^\d{16}\.seg$/);
  });

  it('is emptied by --fresh, but for what is not the line’s', async () => {
    writeFileSync(join(data, 'mine.txt'), 'precious');
    const ended = await runLineHere([...linesHereOn(data), '--fresh', '--json']);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(ended.stdout)).toMatchObject({ outcomes: OUTCOMES, pricing: { requests: 40 } });
    expect(readFileSync(join(data, 'mine.txt'), 'utf8')).toBe('precious');
    expect(readdirSync(data).sort()).toEqual(['ledger.jsonl', 'log', 'mine.txt']);
    expect(await judge(data)).toMatchObject({ code: 0 });
    const second = await partsAndCars(data);
    expect(second).toHaveLength(records.length);
    expect(Math.min(...second.map(({ timestamp }) => timestamp))).toBeGreaterThan(
      Math.max(...records.map(({ timestamp }) => timestamp)),
    );
  });
});

it.concurrent('--serve stays up when all cars are out, until Ctrl-C', async () => {
  const data = join(temporaryFolder(), 'data');
  const line = startLine([...linesOn(data), '--serve', '--json']);
  const outcomes = async (): Promise<number> =>
    (await readTopics(data, [TOPICS.completed, TOPICS.incomplete])).flat().length;
  await until('all cars are out', async () => line.hasEnded() || (await outcomes()) === 10);
  // heartbeats show that it is alive
  const beats = async () => (await readTopics(data, ['rccar-heartbeat'])).flat().length;
  const before = await beats();
  await until('it continues', async () => line.hasEnded() || (await beats()) > before + 8);
  expect(line.hasEnded()).toBe(false);
  expect(line.stdout()).toBe('');
  line.kill('SIGINT');
  const ended = await line.ended;
  expect(ended).toMatchObject({ code: 130, stderr: '' });
  expect(JSON.parse(ended.stdout)).toMatchObject({ outcomes: OUTCOMES, conservation: { holds: true } });
});

it.concurrent('shows its progress on stderr and the report on stdout, without colours off a terminal', async () => {
  const data = join(temporaryFolder(), 'data');
  const { code, stdout, stderr } = await runLine([...linesOn(data), '--fresh']);
  expect(code).toBe(0);
  expect(stderr).toMatch(/70 of 70 parts sent; 10 cars out/);
  expect(stdout).toMatch(/^Outcomes\n {2}COMPLETE +10 /);
  expect(stdout).toMatch(/✔ every part that went in came out once\n$/);
  expect(stdout + stderr).not.toContain('\u001b');
});

it.concurrent('generates cars of its own when it is given no file', async () => {
  const data = join(temporaryFolder(), 'data');
  const mix = ['--missing', '0.25', '--late', '0', '--doubled', '0.25', '--surplus', '0.25'];
  const given = ['--cars', '12', '--rate', 'max', '--seed', 'e2e', '--price-delay', '0', ...mix];
  expect(await runLine([...given, '--data', data, '--json'])).toMatchObject({ code: 0, stderr: '' });
  const { code, text } = await judge(data);
  expect(text).toMatch(/^12 cars, .* 0 violations/);
  expect(code).toBe(0);
});

it.concurrent('npm start -- --help is short help on stdout, and starts nothing', async () => {
  const cwd = temporaryFolder();
  const npm = startProcess('npm', ['start', '--silent', '--', '--help', '--data', cwd]);
  const { code, stdout } = await npm.ended;
  expect(code).toBe(0);
  for (const option of ['--input', '--data', '--fresh', '--serve', '--price-url', '--json'])
    expect(stdout).toContain(option);
  expect(existsSync(join(cwd, 'log'))).toBe(false);
});

it.concurrent('continues when nobody reads its progress or its report', async () => {
  const data = join(temporaryFolder(), 'data');
  const line = startLine([...linesOn(data), '--serve'], { deaf: true });
  await until('all cars are out', async () => {
    const read = await readTopics(data, [TOPICS.completed, TOPICS.incomplete]);
    return line.hasEnded() || read.flat().length === 10;
  });
  line.kill('SIGINT');
  expect(await line.ended).toMatchObject({ code: 130, signal: null });
  expect(await judge(data)).toMatchObject({ code: 0 });
});
