import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureHeat } from '../../docs/examples/embedded-engine.ts';
import { lineHelp } from '../../src/line/options.ts';
import { blocksOf, expectGenerated, textOf } from './documents.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'readme-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('the example of the engine runs, and goes on where it was', async () => {
  expect(
    await measureHeat(folder, [
      ['attic', 31.5],
      ['cellar', 12],
      ['attic', 33],
    ]),
  ).toEqual(['attic {"TIMES":1,"HIGHEST":31.5}', 'attic {"TIMES":2,"HIGHEST":33}']);
  expect(await measureHeat(folder, [['attic', 30.5]])).toEqual([
    'attic {"TIMES":1,"HIGHEST":31.5}',
    'attic {"TIMES":2,"HIGHEST":33}',
    'attic {"TIMES":3,"HIGHEST":33}',
  ]);
});

test('the README of ksqlite shows the example as it is', () => {
  expect(blocksOf(textOf('packages/ksqlite/README.md'), 'ts')).toEqual([
    textOf('docs/examples/embedded-engine.ts'),
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
