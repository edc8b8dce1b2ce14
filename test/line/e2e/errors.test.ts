import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { jest } from '@jest/globals';
import { COMMAND_ERRORS, type CommandErrorCode } from 'ksqlite/cli';
import { COMMIT_HEADER_BYTES, readCommitHeader, SEGMENT_MAGIC_BYTES } from 'ksqlite/internals';
import { startPriceApi } from '../../../src/price-api/price-api.ts';
import { fingerprint } from '../../support/data-topics.ts';
import { carLines, inputFile, seeded } from '../../support/input-cars.ts';
import { runLineHere, runTopicHere } from '../../support/line-here.ts';
import {
  cleanUp,
  type Ended,
  errorLine,
  PROJECT,
  runLine,
  startLine,
  temporaryFolder,
  until,
} from '../../support/line-process.ts';

const INPUT = inputFile(
  Array.from({ length: 12 }, (_, i) => carLines(`car-${i}`, 0, seeded(41 + i), { spreadMs: 0 })).flat(),
);
const api = await startPriceApi({ port: 0, delayMs: { min: 0, max: 0 } });
afterAll(() => api.close());
const linesOn = (data: string): string[] => [
  '--input',
  INPUT,
  '--data',
  data,
  '--price-url',
  api.url,
  '--json',
];

/** A data folder that a line has come to its end on, each test its own copy. */
let finished: Promise<string> | undefined;
async function finishedFolder(): Promise<string> {
  finished ??= (async () => {
    const data = join(temporaryFolder(), 'data');
    expect(await runLineHere(linesOn(data))).toMatchObject({ code: 0, stderr: '' });
    return data;
  })();
  const copy = join(temporaryFolder(), 'data');
  cpSync(await finished, copy, { recursive: true });
  return copy;
}

function expectRefusal(ended: Ended, code: CommandErrorCode, message: RegExp): void {
  const line = errorLine(ended);
  expect(line).toMatch(message);
  expect(line.startsWith(`${code}: `)).toBe(true);
  expect(ended).toMatchObject({ code: COMMAND_ERRORS[code].exit, signal: null, stdout: '' });
}

/** Refuses, and leaves the data folder byte for byte as it was: a finished one, which works. */
async function refusesAndKeeps(
  data: string,
  refused: () => Promise<Ended>,
  code: CommandErrorCode,
  message: RegExp,
): Promise<void> {
  const before = fingerprint(data);
  expectRefusal(await refused(), code, message);
  expect(fingerprint(data)).toBe(before);
}

async function works(data: string): Promise<void> {
  const { code, stdout, stderr } = await runLineHere(linesOn(data));
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(JSON.parse(stdout)).toMatchObject({ outcomes: { COMPLETE: 12 }, conservation: { holds: true } });
}

afterAll(cleanUp);
jest.setTimeout(120_000);

function file(text: string | Buffer): string {
  const path = join(temporaryFolder(), 'given.jsonl');
  writeFileSync(path, text);
  return path;
}
const GOOD_LINE = '{"topic":"rccar-body","key":"k","value":{"id":"b"}}\n';

describe('a command line that is wrong', () => {
  it.each([
    [['--cars', '0'], /--cars: got "0", wants .* whole number/],
    [['--price-url', 'localhost'], /--price-url: got "localhost", wants the http/],
    [['--carz', '3'], /unknown option '--carz'/],
  ])('%j', async (args, message) => {
    const data = join(temporaryFolder(), 'data');
    expectRefusal(await runLineHere([...args, '--data', data]), 'USAGE', message);
    expect(() => readdirSync(data)).toThrow('ENOENT');
  });

  it('a knob in the environment', async () => {
    const ended = await runLineHere([], { PRICE_RETRY_DELAY_MS: '1s' });
    expectRefusal(ended, 'USAGE', /PRICE_RETRY_DELAY_MS: got "1s", wants milliseconds/);
  });
});

describe('an input file that is wrong', () => {
  it.each([
    ['is not there', () => join(temporaryFolder(), 'none'), /none: there is no such file$/],
    ['holds a line that is not JSON', () => file(`${GOOD_LINE}\n{"topic":\n`), /given\.jsonl:3: is not JSON/],
    [
      'names another topic',
      () => file(`${GOOD_LINE}{"topic":"x","key":"k","value":1}`),
      /given\.jsonl:2: "topic"/,
    ],
    ['is not UTF-8', () => file(Buffer.from([0xc3, 0x28, 10])), /given\.jsonl:1: is not UTF-8$/],
  ])('%s', async (_, given, message) => {
    const data = await finishedFolder();
    const args = ['--input', given(), '--data', data];
    await refusesAndKeeps(data, () => runLineHere(args), 'INPUT_UNREADABLE', message);
  });
});

describe('a data folder', () => {
  it('that another process has open', async () => {
    const data = await finishedFolder();
    const owner = startLine([...linesOn(data), '--serve']);
    await until('the owner has it', () => owner.hasEnded() || readdirSync(data).includes('lock'));
    const second = await runLineHere(linesOn(data));
    expectRefusal(second, 'DATA_IN_USE', new RegExp(`in use by process ${owner.pid}\\b`));
    // --fresh must not take it away from its owner
    expectRefusal(await runLineHere([...linesOn(data), '--fresh']), 'DATA_IN_USE', /in use by process/);
    expect(owner.hasEnded()).toBe(false);
    owner.kill('SIGINT');
    expect(await owner.ended).toMatchObject({ code: 130, stderr: '' });
    await works(data);
  });

  it('that is a file', async () => {
    const path = file('precious');
    expectRefusal(await runLineHere(linesOn(path)), 'DISK', /given\.jsonl: is a file, not a folder/);
    expect(readFileSync(path, 'utf8')).toBe('precious');
  });

  // root may write anywhere, so as root the line is started as nobody
  it('that may not be written', async () => {
    const data = await finishedFolder();
    const someone = process.getuid?.() === 0 ? { uid: 65_534 } : {};
    for (const path of [data, INPUT]) chmodSync(dirname(path), 0o755);
    for (const folder of [data, join(data, 'log')]) chmodSync(folder, 0o555);
    await refusesAndKeeps(data, () => runLine(linesOn(data), someone), 'DISK', /EACCES|EPERM/).finally(() => {
      for (const folder of [data, join(data, 'log')]) chmodSync(folder, 0o755);
    });
    await works(data);
  });

  it.each<readonly [string, (bytes: Buffer) => number]>([
    ['the front of a commit', (bytes) => middleFrame(bytes).at + COMMIT_HEADER_BYTES + 20],
    ['a checksum', (bytes) => middleFrame(bytes).at + 9],
    ['the length of a commit', (bytes) => middleFrame(bytes).at + 7],
    // of rccar-body: it comes before what statements make of it
    ['a record', (bytes) => bytes.indexOf('"weight":1.25')],
  ])('with a byte flipped in the middle, in %s', (_, where) => refusesFlipped(where));

  async function refusesFlipped(where: (bytes: Buffer) => number): Promise<void> {
    const data = await finishedFolder();
    // a record is checked when it is read: without its ledger's place a line reads all of them
    rmSync(join(data, 'ledger.jsonl'));
    const [segment = ''] = readdirSync(join(data, 'log'));
    const path = join(data, 'log', segment);
    const bytes = readFileSync(path);
    const place = where(bytes);
    const damaged = Buffer.from(bytes);
    damaged.writeUInt8(damaged.readUInt8(place) ^ 64, place);
    writeFileSync(path, damaged);
    const expected = new RegExp(`${segment} .*at byte \\d+`);
    expectRefusal(await runLineHere(linesOn(data)), 'DATA_DAMAGED', expected);
    expectRefusal(await runTopicHere(['rccar-body', '--data', data]), 'DATA_DAMAGED', expected);
    // refused, and not made worse: with the byte put right it is as good as before
    const after = readFileSync(path);
    expect(after.subarray(0, bytes.length).equals(damaged)).toBe(true);
    writeFileSync(path, Buffer.concat([bytes, after.subarray(bytes.length)]));
    // a record is checked when it is read, and by then the line may have written behind it
    if (after.length > bytes.length) await works(data);
  }
});

function middleFrame(bytes: Buffer): { readonly at: number } {
  const frames: { readonly at: number }[] = [];
  for (let at = SEGMENT_MAGIC_BYTES; at < bytes.length; ) {
    const { metadataBytes, recordsBytes } = readCommitHeader(bytes.subarray(at, at + COMMIT_HEADER_BYTES));
    frames.push({ at });
    at += COMMIT_HEADER_BYTES + metadataBytes + recordsBytes;
  }
  return frames[frames.length >> 1]!;
}

describe('SQL that is wrong', () => {
  /** The project with other SQL files. */
  function projectWith(script: string, change: (text: string) => string): string {
    const project = temporaryFolder();
    for (const part of ['src', 'ksql', 'tooling/typescript'])
      cpSync(join(PROJECT, part), join(project, part), { recursive: true });
    for (const part of ['package.json', 'tsconfig.json'])
      copyFileSync(join(PROJECT, part), join(project, part));
    symlinkSync(join(PROJECT, 'node_modules'), join(project, 'node_modules'));
    const path = join(project, 'ksql', script);
    writeFileSync(path, change(readFileSync(path, 'utf8')));
    return project;
  }

  it('is told with its place, before anything is written', async () => {
    const project = projectWith('007_outcomes.sql', (text) => text.replace(/\bSELECT\b/, 'SELEKT'));
    const data = join(temporaryFolder(), 'data');
    const { code, stdout, stderr } = await runLine(linesOn(data), { project });
    expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
    expect(stderr).toMatch(/^SQL_REFUSED: ksql\/007_outcomes\.sql:\d+:\d+: /);
    expect(stderr).toMatch(/SELEKT.*\n +\^+\n/);
    expect(stderr).not.toMatch(/^ +at /m);
    await works(data);
  });

  it('that was changed after it was applied is refused', async () => {
    const project = projectWith('003_parts.sql', (text) =>
      text.replace("FROM bodies WHERE sku <> ''", "FROM bodies WHERE sku <> 'none'"),
    );
    const data = await finishedFolder();
    const changed = /ksql\/003_parts\.sql was changed since this data folder was made .*--fresh/;
    await refusesAndKeeps(data, () => runLine(linesOn(data), { project }), 'SQL_REFUSED', changed);
    // as the message says
    expect(await runLine([...linesOn(data), '--fresh'], { project })).toMatchObject({ code: 0 });
  });

  it('of which only comments changed is as it was', async () => {
    const project = projectWith('003_parts.sql', (text) => `${text}-- a word more\n`);
    const data = await finishedFolder();
    expect(await runLine(linesOn(data), { project })).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('npm run topic', () => {
  it('on a folder that is not there', async () => {
    const data = join(temporaryFolder(), 'none');
    expectRefusal(
      await runTopicHere(['rccar-body', '--data', data]),
      'TOPIC_UNKNOWN',
      /none.* does not exist/,
    );
    expect(() => readdirSync(data)).toThrow('ENOENT');
  });

  it('with a name that no topic has', async () => {
    const data = await finishedFolder();
    const refused = () => runTopicHere(['rccar-bodies', '--data', data]);
    await refusesAndKeeps(data, refused, 'TOPIC_UNKNOWN', /no topic "rccar-bodies" .*rccar-body,/);
  });

  it('without a name', async () => {
    expectRefusal(await runTopicHere([]), 'USAGE', /missing required argument 'name'/);
  });
});

it('a report that can not be written', async () => {
  const data = await finishedFolder();
  const nowhere = join(data, 'none', 'report.json');
  const ended = await runLine([...linesOn(data), '--report', nowhere]);
  expect(errorLine(ended)).toMatch(/^DISK: .*none\/report\.json: the report can't be written \(ENOENT/);
  expect(ended.code).toBe(7);
  // what it says is not lost
  expect(JSON.parse(ended.stdout)).toMatchObject({ outcomes: { COMPLETE: 12 } });
  mkdirSync(join(data, 'none'));
  expect(await runLineHere([...linesOn(data), '--report', nowhere])).toMatchObject({ code: 0, stderr: '' });
});
