import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { openDatabase } from 'ksqlite';
import { TOPICS } from '../../../src/contracts/topic-names.ts';
import { judge, readTopic } from '../../support/data-topics.ts';
import { carLines, inputFile, seeded } from '../../support/input-cars.ts';
import {
  cleanUp,
  PROJECT,
  runLine,
  runTopic,
  scriptWords,
  startLine,
  startTopic,
  temporaryFolder,
  until,
} from '../../support/line-process.ts';

afterAll(cleanUp);

const random = seeded(51);
const lines = Array.from({ length: 30 }, (_, i) =>
  carLines(`car-${i}`, i * 50, random, { spreadMs: 0 }),
).flat();
const INPUT = inputFile([
  ...lines,
  { topic: TOPICS.body, key: 'car-1', at: 500, raw: 'no JSON,\n\u0000two lines' },
  { topic: TOPICS.body, key: null, at: 500, raw: '{\n  "id": "spread over lines"\n}' },
  { topic: TOPICS.wheel, key: 'car-1', at: 500, value: null },
]);
const linesOn = (data: string): string[] => [
  '--input',
  INPUT,
  '--data',
  data,
  '--price-delay',
  '0-5',
  '--json',
];

// biome-ignore lint/suspicious/noExplicitAny: whatever was printed
const parsed = (text: string): any[] => {
  expect(text === '' || text.endsWith('\n')).toBe(true);
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
};

describe('npm run topic', () => {
  const data = join(temporaryFolder(), 'data');

  it('shows, beside a running line, what is durable so far', async () => {
    const line = startLine([...linesOn(data), '--serve']);
    await until('some cars are out', async () => (await readTopic(data, TOPICS.completed)).length > 0);
    const counts: number[] = [];
    while ((counts.at(-1) ?? 0) < 30) {
      const { code, stdout, stderr } = await startTopic([TOPICS.completed, '--data', data]).ended;
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      const records = parsed(stdout);
      expect(new Set(records.map(({ key }) => key)).size).toBe(records.length);
      counts.push(records.length);
      expect(line.hasEnded()).toBe(false);
    }
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
    line.kill('SIGINT');
    expect(await line.ended).toMatchObject({ code: 130, stderr: '' });
    expect(await judge(data)).toMatchObject({ code: 0 });
  });

  it('shows after it one JSON object a line, whatever the value is', async () => {
    const { code, stdout, stderr } = await runTopic([TOPICS.deadLetter, '--data', data]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const letters = parsed(stdout);
    for (const letter of letters)
      expect(Object.keys(letter)).toEqual(['partition', 'offset', 'timestamp', 'key', 'value', 'headers']);
    expect(letters.map(({ key, value }) => [key, value])).toEqual(
      expect.arrayContaining([
        ['car-1', 'no JSON,\n\u0000two lines'],
        [null, { id: 'spread over lines' }],
        ['car-1', null],
      ]),
    );
    expect(letters).toHaveLength(3);
  });

  it('shows bytes that are no text as a string, and so does their dead letter', async () => {
    const open = await openDatabase(data);
    const value = Buffer.from([0x7b, 0xff, 0xfe, 0x00, 0x0a]);
    await open.topics.produce([{ topic: TOPICS.engine, key: Buffer.from([0xc3, 0x28]), value }]);
    await open.close();
    expect(await runLine(linesOn(data))).toMatchObject({ code: 0, stderr: '' });

    const shown = { key: '\uFFFD(', value: '{\uFFFD\uFFFD\u0000\n' };
    const engines = parsed((await runTopic([TOPICS.engine, '--data', data])).stdout);
    expect(engines.filter(({ key }) => key === shown.key)).toMatchObject([shown]);
    const letters = parsed((await runTopic([TOPICS.deadLetter, '--data', data])).stdout);
    const [letter] = letters.filter(({ key }) => key === shown.key);
    expect(letter).toMatchObject({ ...shown, headers: { 'origin.topic': TOPICS.engine } });
    const [raw] = (await readTopic(data, TOPICS.deadLetter)).filter(({ key }) => key === shown.key);
    expect(raw).toEqual(letter);
  });

  it('ends quietly when nobody reads on', async () => {
    const command = [process.execPath, ...scriptWords('topic').slice(1), 'rccar-roll-call', '--data', data];
    const shell = spawn('bash', ['-c', 'set -o pipefail; "$@" | head -1', 'bash', ...command], {
      cwd: PROJECT,
    });
    let stdout = '';
    let stderr = '';
    shell.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    shell.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    const code = await new Promise((resolve) => shell.once('close', resolve));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(parsed(stdout)).toHaveLength(1);
  });
});
