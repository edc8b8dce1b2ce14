import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { jest } from '@jest/globals';
import { measureHeat } from '../../docs/examples/first-use.ts';
import { lineHelp } from '../../src/line/options.ts';
import { blocksOf, expectGenerated, textOf } from './documents.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'readme-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('the first example runs, and continues where it was', async () => {
  expect(
    await measureHeat(folder, [
      { sensor: 'attic', celsius: 31.5 },
      { sensor: 'cellar', celsius: 12 },
      { sensor: 'attic', celsius: 33 },
    ]),
  ).toEqual([{ SENSOR: 'attic', TIMES: 2, HIGHEST: 33 }]);
  expect(await measureHeat(folder, [{ sensor: 'attic', celsius: 30.5 }])).toEqual([
    { SENSOR: 'attic', TIMES: 3, HIGHEST: 33 },
  ]);
});

test('the example in plain JavaScript runs', async () => {
  const log = jest.spyOn(console, 'log').mockImplementation(() => undefined);
  await import('../../docs/examples/first-use.js' as string);
  expect(log.mock.calls).toEqual([
    ['attic', 1],
    ['attic', 2],
  ]);
  log.mockRestore();
});

test('the example of a test passes under node:test', () => {
  const example = fileURLToPath(new URL('../../docs/examples/test-with-time.test.ts', import.meta.url));
  const { status, stdout } = spawnSync(process.execPath, ['--import', 'tsx', '--test', example], {
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '', NODE_TEST_CONTEXT: undefined },
  });
  expect(stdout).toContain('pass 1');
  expect(status).toBe(0);
});

test('the README of ksqlite shows the example as it is', () => {
  expect(blocksOf(textOf('packages/ksqlite/README.md'), 'ts')).toEqual([
    textOf('docs/examples/first-use.ts'),
  ]);
});

test('docs/guide/testing.md shows the example of a test as it is', () => {
  expect(blocksOf(textOf('docs/guide/testing.md'), 'ts')).toEqual([
    textOf('docs/examples/test-with-time.test.ts'),
  ]);
});

test('docs/guide/line.md shows the options as --help prints them', () => {
  const help = lineHelp(80);
  expectGenerated(
    'docs/guide/line.md',
    'HELP',
    `\`\`\`text\n${help.slice(0, help.indexOf('\nExamples:'))}\`\`\`\n`,
  );
});
