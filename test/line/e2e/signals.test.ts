import { readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TOPICS } from '../../../src/contracts/topic-names.ts';
import { judge, readTopic } from '../../support/data-topics.ts';
import { carLines, inputFile, seeded, without } from '../../support/input-cars.ts';
import {
  cleanUp,
  runLine,
  startLine,
  startProcess,
  temporaryFolder,
  until,
} from '../../support/line-process.ts';

afterAll(cleanUp);

const random = seeded(31);
const INPUT = inputFile(
  Array.from({ length: 40 }, (_, i) =>
    carLines(`car-${i}`, i * 75, random, { slots: i % 8 === 7 ? without('BODY') : without() }),
  ).flat(),
);

const pricedOf = async (data: string): Promise<number> => (await readTopic(data, TOPICS.priced)).length;

describe.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s', (signal, exitCode) => {
  it.concurrent(`ends the line in the middle, with exit ${exitCode}; started again, it continues`, async () => {
    const data = join(temporaryFolder(), 'data');
    const args = ['--input', INPUT, '--data', data, '--price-delay', '50-100'];
    const line = startLine([...args, '--json']);
    await until('some cars are priced', async () => line.hasEnded() || (await pricedOf(data)) > 3);
    line.kill(signal);
    const ended = await line.ended;
    expect(ended).toMatchObject({ code: exitCode, signal: null, stderr: '' });
    const report = JSON.parse(ended.stdout);
    expect(report.outcomes.COMPLETE).toBeGreaterThan(0);
    expect(report.outcomes.COMPLETE).toBeLessThan(35);
    expect(report.conservation.holds).toBe(false);

    const again = await runLine([...args, '--json']);
    expect(again).toMatchObject({ code: 0, stderr: '' });
    expect(await judge(data)).toMatchObject({ code: 0 });
    const priced = await readTopic(data, TOPICS.priced);
    expect(priced.length).toBeGreaterThan(report.outcomes.COMPLETE);
    expect(new Set(priced.map(({ key }) => key)).size).toBe(priced.length);
  });
});

it.concurrent('waits for no answer of a price API that hangs', async () => {
  const hanging = startProcess(process.execPath, [
    '-e',
    "require('http').createServer(() => {}).listen(0, '127.0.0.1', function () { console.log(this.address().port) })",
  ]);
  await until('the API listens', () => hanging.stdout().includes('\n'));
  const data = join(temporaryFolder(), 'data');
  const url = `http://127.0.0.1:${hanging.stdout().trim()}`;
  // who waited for an answer would wait for an hour
  const patient = ['--price-attempt-timeout', '3600000', '--price-lookup-timeout', '3600000'];
  const line = startLine(['--input', INPUT, '--data', data, '--price-url', url, ...patient, '--json']);
  await until('cars wait for their price', async () => {
    return line.hasEnded() || (await readTopic(data, TOPICS.awaitingPrice)).length > 8;
  });
  line.kill('SIGINT');
  expect(await line.ended).toMatchObject({ code: 130, stderr: '' });
  hanging.kill('SIGKILL');
  await hanging.ended;
});

// where the system tells which files a process has open
(process.platform === 'linux' ? it.concurrent : it.skip)(
  'does not read a long input to its end',
  async () => {
    const input = join(temporaryFolder(), 'long.jsonl');
    writeFileSync(input, `{"topic":"${TOPICS.body}","key":"k","value":{}}\n`.repeat(1_000_000));
    const line = startLine(['--input', input, '--data', join(temporaryFolder(), 'data'), '--json']);
    await until('it reads', () => line.hasEnded() || hasOpen(line.pid, input));
    line.kill('SIGINT');
    const ended = await line.ended;
    expect(ended).toMatchObject({ code: 130, signal: null });
    // it may have ended before it could report
    expect(ended.stdout).not.toContain('"sent":1000000');
  },
  120_000,
);

function hasOpen(pid: number, file: string): boolean {
  try {
    const folder = `/proc/${pid}/fd`;
    return readdirSync(folder).some((name) => readlinkSync(join(folder, name)) === file);
  } catch {
    return false; // one was closed in between
  }
}

it.concurrent('does not call lost what is on its way', async () => {
  const data = join(temporaryFolder(), 'data');
  const line = startLine(['--input', INPUT, '--data', data, '--price-delay', '50-100']);
  await until('some cars are priced', async () => line.hasEnded() || (await pricedOf(data)) > 3);
  line.kill('SIGINT');
  const { code, stdout } = await line.ended;
  expect(code).toBe(130);
  expect(stdout).toMatch(/… stopped with \d+ parts on their way: started again, the line continues\n$/);
  expect(stdout).not.toContain('✘');
});
