import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { CommandError } from 'ksqlite/cli';
import { TOPICS } from '../../../src/contracts/topic-names.ts';
import { unreadable } from '../../../src/producer/replay/file-lines.ts';
import { openReplay } from '../../../src/producer/replay/replay.ts';
import { recordsOf } from '../records-of.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'replay-'));
});
afterAll(() => rm(dir, { recursive: true }));

async function fileOf(content: string | Buffer): Promise<string> {
  const file = join(dir, 'input.jsonl');
  await writeFile(file, content);
  return file;
}
const GOOD = '{"topic":"rccar-body","key":"a","value":{"id":"a/BODY"}}';

async function errorOf(file: string): Promise<string> {
  const error = await openReplay(file).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(CommandError);
  expect((error as CommandError).code).toBe('INPUT_UNREADABLE');
  expect((error as CommandError).message).not.toContain('\n');
  return (error as CommandError).message.replace(dir, 'DIR');
}

describe('openReplay', () => {
  it('reads values, raw strings, records without a key and without a value', async () => {
    const file = await fileOf(
      [
        '{"topic":"rccar-body","key":"a","value":{"id":"ação"},"at":5}',
        '',
        '{"topic":"rccar-wheel","key":null,"raw":"\\u0000{oh","at":6}\r',
        '{"topic":"rccar-engine","key":"b","value":null}',
        '{"topic":"rccar-remote-control","key":"","value":"text","comment":"is ignored"}',
      ].join('\n'),
    );
    const source = await openReplay(file);
    expect(source.total).toBe(4);
    expect(await recordsOf(source)).toEqual([
      { at: 5, topic: TOPICS.body, key: 'a', value: '{"id":"ação"}' },
      { at: 6, topic: TOPICS.wheel, key: null, value: '\0{oh' },
      { at: 6, topic: TOPICS.engine, key: 'b', value: null },
      { at: 6, topic: TOPICS.remoteControl, key: '', value: '"text"' },
    ]);
  });

  it('keeps to the order of the file where times go back', async () => {
    const line = (at: number) => GOOD.replace('}}', `},"at":${at}}`);
    const source = await openReplay(await fileOf([30, 10, 40].map(line).join('\n')));
    expect((await recordsOf(source)).map(({ at }) => at)).toEqual([30, 30, 40]);
  });

  it('takes a rate in the place of the times of the file', async () => {
    const file = await fileOf(`${GOOD}\n${GOOD}\n${GOOD}\n`);
    expect((await recordsOf(await openReplay(file, 4))).map(({ at }) => at)).toEqual([0, 250, 500]);
    expect((await recordsOf(await openReplay(file, 'max'))).map(({ at }) => at)).toEqual([0, 0, 0]);
  });

  it('knows a file by what is in it', async () => {
    const id = (await openReplay(await fileOf(`${GOOD}\n`))).id;
    expect((await openReplay(await fileOf(`${GOOD}\n`), 9)).id).toBe(id);
    expect((await openReplay(await fileOf(`${GOOD}\n${GOOD}\n`))).id).not.toBe(id);
  });

  it('continues from any line, wherever the chunks of the file end', async () => {
    const lines = Array.from({ length: 6_000 }, (_, i) => GOOD.replaceAll('"a', `"${'ç'.repeat(i % 90)}`));
    const source = await openReplay(await fileOf(lines.join('\n')));
    const all = await recordsOf(source);
    expect(all.map(({ value }) => value)).toEqual(
      lines.map((line) => JSON.stringify(JSON.parse(line).value)),
    );
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 6_100 }), async (from) => {
        expect(await recordsOf(source, from)).toEqual(all.slice(from));
      }),
      { numRuns: 10 },
    );
  });

  it('is empty for an empty file', async () => {
    const source = await openReplay(await fileOf('\n'));
    expect(source.total).toBe(0);
    expect(await recordsOf(source)).toEqual([]);
  });

  it.each([
    ['nope', /^DIR\/input\.jsonl:3: is not JSON \(.+\)$/],
    ['{"topic":"rccar-body"', /:3: is not JSON/],
    ['[]', /:3: must be an object \{topic, key, value, at\}/],
    [GOOD.replace('rccar-body', 'rccar-door'), /:3: "topic" must be one of rccar-body, /],
    [GOOD.replace('"a"', '7'), /:3: "key" must be a string or null/],
    [GOOD.replace('"key":"a",', ''), /:3: "key" must be a string or null/],
    [GOOD.replace('}}', '},"at":"soon"}'), /:3: "at" must be a number of ms/],
    [GOOD.replace('}}', '},"at":-1}'), /:3: "at" must not be negative/],
    [GOOD.replace('}}', '},"raw":"x"}'), /:3: has both "value" and "raw"/],
    ['{"topic":"rccar-body","key":"a"}', /:3: "value" is missing/],
    ['{"topic":"rccar-body","key":"a","raw":{}}', /:3: "raw" must be a string/],
  ])('names file and line of %s', async (bad, message) => {
    expect(await errorOf(await fileOf(`${GOOD}\n\n${bad}\n${GOOD}\n`))).toMatch(message);
  });

  it('names the line that is not UTF-8', async () => {
    const file = await fileOf(Buffer.concat([Buffer.from(`${GOOD}\n`), Buffer.from([0x22, 0xff, 0x22, 10])]));
    expect(await errorOf(file)).toBe('DIR/input.jsonl:2: is not UTF-8');
  });

  it('says so when there is no such file, or no file at all', async () => {
    expect(await errorOf(join(dir, 'none.jsonl'))).toBe('DIR/none.jsonl: there is no such file');
    expect(await errorOf(dir)).toBe('DIR: is a directory, not a file');
    expect(await errorOf('/dev/null')).toContain('is not a plain file');
    expect(unreadable('f', Object.assign(new Error('x'), { code: 'EACCES' })).message).toBe(
      'f: no permission to read it',
    );
    expect(unreadable('f', new Error('x')).message).toBe("f: can't be read (x)");
  });

  it('gives up on a line that never ends', async () => {
    expect(await errorOf(await fileOf('x'.repeat(5_000_000)))).toMatch(/:1: longer than \d+ bytes/);
  });

  it('notices a file that changes while it is sent', async () => {
    const source = await openReplay(await fileOf(`${GOOD}\n${GOOD}\n`));
    await fileOf(`${GOOD}\n`);
    await expect(recordsOf(source)).rejects.toThrow('changed while it was sent: 2 lines, now 1');
  });
});
