/** `--functions FILE` reaches what a command runs; dev has tests of its own. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serverCommand } from '../../../../src/cli/server/server-command.ts';
import { testCommand } from '../../../../src/cli/sql-tests/test-command.ts';
import { ksql } from '../../../server/support/http-call.ts';
import { startCommand } from '../../../support/command-context.ts';

const FUNCTIONS = fileURLToPath(new URL('../../../../../../docs/examples/own-function.ts', import.meta.url));
const S = `CREATE STREAM s (c DOUBLE) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=1);`;
const F = 'CREATE STREAM f AS SELECT FAHRENHEIT(c) AS f FROM s;';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ksqlite-functions-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test.each([
  [['--functions', FUNCTIONS], 0, '1 passed'],
  [[], 1, 'functions of your own: ksqlite test --functions FILE gives them'],
])('test %j', async (options, code, text) => {
  const file = join(folder, 'a.sql');
  const expected = 'INSERT INTO s VALUES (100); ASSERT VALUES f (f) VALUES (212);';
  writeFileSync(file, `--@test: boils\n${S} ${F} ${expected}\n`);
  const run = startCommand(testCommand(), [file, ...options]);
  expect(await run.ended).toBe(code);
  expect(run.stdout()).toContain(text);
});

test('server --functions', async () => {
  const run = startCommand(serverCommand(), [
    ...['--data', join(folder, 'data'), '--listen', '127.0.0.1:0', '--registry', 'off'],
    ...['--functions', FUNCTIONS],
  ]);
  let isOver = false;
  const ended = run.ended.finally(() => (isOver = true));
  ended.catch(() => undefined);
  const url = (): string | undefined => /API at (http:\S+:\d+)/.exec(run.stdout())?.[1];
  while (url() === undefined && !isOver) await new Promise((resolve) => setTimeout(resolve, 5));
  const { status, body } = await ksql(String(url()), `${S} ${F} DESCRIBE FUNCTION fahrenheit;`);
  expect([status, JSON.stringify(body)]).toEqual([
    200,
    expect.stringContaining('Degrees Celsius as Fahrenheit.'),
  ]);
  run.stop();
  expect(await ended).toBe(0);
});
