/** The examples of documents are files of docs/examples: shown as they are, and each of them is run here (or in sql.test.ts). */
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { jest } from '@jest/globals';
import { openDatabase } from 'ksqlite';
import { runScript } from '../../docs/examples/errors.ts';
import { measureHeat } from '../../docs/examples/first-use.ts';
import { serve } from '../../docs/examples/serve.ts';
import { answerOrders } from '../../docs/examples/topics.ts';
import { placeOrders } from '../../docs/guide/examples/json-topics.ts';
import { blocksOf, textOf } from './documents.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const TYPESCRIPT = ['--import', './tooling/typescript/register.mjs'];
const examples = readdirSync(join(ROOT, 'docs/examples'));
const README = textOf('packages/ksqlite/README.md');

test('the README of ksqlite shows the examples as they are, all of them', () => {
  const shown = [...blocksOf(README, 'ts'), ...blocksOf(README, 'js')];
  expect([...shown].sort()).toEqual(examples.map((file) => textOf(`docs/examples/${file}`)).sort());
  for (const file of examples) expect(README).toContain(`\`docs/examples/${file}\``);
});

test('docs/guide/testing.md shows its examples in TypeScript as they are', () => {
  expect(blocksOf(textOf('docs/guide/testing.md'), 'ts')).toEqual([
    textOf('docs/guide/examples/prices.node-test.ts'),
    textOf('docs/examples/visits.node-test.ts'),
  ]);
});

test('docs/guide/testing.md shows its tests in SQL as they are, and they pass', async () => {
  const folder = 'docs/guide/examples/sql-tests';
  expect(blocksOf(textOf('docs/guide/testing.md'), 'sql')).toEqual([textOf(`${folder}/visits.test.sql`)]);
  expect(blocksOf(textOf('docs/guide/testing.md'), 'json')).toEqual([textOf(`${folder}/names/input.json`)]);
  expect(run(...TYPESCRIPT, 'packages/ksqlite/src/cli/main.ts', 'test', folder)).toContain('5 passed in');
});

test('the README of ksqlite, which lies in the package, links to nothing outside it', () => {
  expect([...README.matchAll(/\]\((?!https?:|#)/g)]).toEqual([]);
});

test('the first example runs, and continues where it was', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'readme-'));
  try {
    const readings = [
      { sensor: 'attic', celsius: 31.5 },
      { sensor: 'cellar', celsius: 12 },
      { sensor: 'attic', celsius: 33 },
    ];
    expect(await measureHeat(folder, readings)).toEqual([{ SENSOR: 'attic', TIMES: 2, HIGHEST: 33 }]);
    expect(await measureHeat(folder, [{ sensor: 'attic', celsius: 30.5 }])).toEqual([
      { SENSOR: 'attic', TIMES: 3, HIGHEST: 33 },
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('docs/guide/schemas.md shows its example as it is, and it runs: JSON into Avro, and back', async () => {
  expect(blocksOf(textOf('docs/guide/schemas.md'), 'ts')).toEqual([
    textOf('docs/guide/examples/json-topics.ts'),
  ]);
  const folder = mkdtempSync(join(tmpdir(), 'schemas-'));
  try {
    expect(await placeOrders(folder, [{ customer: 'a', amount: 12.5 }])).toEqual(['{"AMOUNT":12.5}']);
    expect(await placeOrders(folder, [{ customer: 'b', amount: 3 }])).toEqual([
      '{"AMOUNT":12.5}',
      '{"AMOUNT":3.0}',
    ]);
    const db = await openDatabase(folder);
    const [record] = await db.topics.read('orders', 0, 0, 1);
    // byte 0, the schema's id, which field of the union, then the double
    expect(record?.value).toEqual(Buffer.from('0000000001020000000000002940', 'hex'));
    await db.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
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

/** What a program said; it must end well. */
function run(...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '', NODE_TEST_CONTEXT: undefined, VITEST: undefined },
  });
  if (status !== 0) throw new Error(`${stdout}\n${stderr}`);
  return stdout;
}

test('the examples of tests pass under node:test', () => {
  const files = ['docs/examples/visits.node-test.ts', 'docs/guide/examples/prices.node-test.ts'];
  expect(run(...TYPESCRIPT, '--test', ...files)).toContain('pass 2');
});

test('docs/guide/functions.md shows its example as it is, and it passes', () => {
  const file = 'docs/guide/examples/functions.node-test.ts';
  expect(blocksOf(textOf('docs/guide/functions.md'), 'ts')).toEqual([textOf(file)]);
  expect(run(...TYPESCRIPT, '--test', file)).toContain('pass 1');
});

test('the example of a test passes in Vitest', () => {
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--globals', 'docs/examples/visits.test.ts'];
  expect(run(...vitest)).toMatch(/2 passed/);
});

test('the example of a server answers', async () => {
  const database = await openDatabase();
  const server = await serve(database, 0);
  const answer = await fetch(`${server.url}/info`);
  expect(await answer.json()).toMatchObject({ KsqlServerInfo: { serverStatus: 'RUNNING' } });
  await server.close();
  await database.close();
});

test('the example of a service answers each order once, over a stop', async () => {
  const db = await openDatabase();
  const names = ['orders', 'answers'].map((name) => ({ name, partitions: 1 }));
  await db.topics.create(names);
  const order = (key: string) => db.topics.produce([{ topic: 'orders', key, value: '{}' }]);
  const answers = async () => (await db.topics.read('answers', 0, 0, 10)).map(({ key }) => String(key));
  for (const [key, expected] of [
    ['a', ['a']],
    ['b', ['a', 'b']],
  ] as const) {
    await order(key);
    const stop = new AbortController();
    const until = new EventTarget();
    const end = db.onCommit(() => until.dispatchEvent(new Event('commit')));
    const done = answerOrders(db.topics, stop.signal);
    for (;;) {
      const next = once(until, 'commit');
      if ((await answers()).length >= expected.length) break;
      await next;
    }
    end();
    stop.abort();
    await done;
    expect(await answers()).toEqual(expected);
  }
  await db.close();
});

test('the example of errors says what the README says it says', async () => {
  const db = await openDatabase();
  const output: string[] = [];
  const tell = (text: string): void => void output.push(text);
  expect(await runScript(db, 'CREATE STREAM x AS SELECT *\nFROM s LEFT JION r ON s.id = r.id;', tell)).toBe(
    false,
  );
  expect(blocksOf(README, 'text')).toContain(`${output.join('')}\n`);
  await db.close();
});
