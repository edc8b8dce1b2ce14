import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { testCommand } from '../../../src/cli/sql-tests/test-command.ts';
import { startCommand } from '../../support/command-context.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sql-tests-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, text: string): void => {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
};
/** Times are left out. */
const untimed = (text: string): string =>
  text.replaceAll(folder, '').replaceAll(/[\d.]+ ms|time="[\d.]+"|time=[\d.]+ms/g, 'T');

async function run(...argv: readonly string[]) {
  const command = startCommand(testCommand(), argv);
  const code = await command.ended;
  return { code, out: untimed(command.stdout()) };
}

const STREAM = "CREATE STREAM s (v INT) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON');";
const GOOD = `--@test: is good\n${STREAM} INSERT INTO s VALUES (1); ASSERT VALUES s VALUES (1);\n`;
const BAD = `--@test: is <bad>\n${STREAM} INSERT INTO s VALUES (1); ASSERT VALUES s VALUES (2);\n`;
const TRIPLE = `${STREAM} CREATE STREAM o AS SELECT * FROM s;`;
const INPUT = '{"inputs": [{"topic": "s", "value": {"V": 1}}]}';
const OUTPUT = '{"outputs": [{"topic": "O", "value": {"V": 1}}]}';

it('runs all tests of a folder and the folders in it, and leaves scripts alone', async () => {
  write('script.sql', 'this is no test;');
  write('node_modules/other.sql', BAD);
  write('deep/a.sql', GOOD);
  write('deep/statements.sql', TRIPLE);
  write('deep/input.json', INPUT);
  write('deep/output.json', OUTPUT);
  write('b.sql', TRIPLE);
  write('b.input.json', INPUT);
  write('b.output.json', OUTPUT);
  expect(await run(folder)).toEqual({
    code: 0,
    out: `/b.sql
  ok    b  T
/deep/a.sql
  ok    is good  T
/deep/statements.sql
  ok    deep  T

3 passed in T
`,
  });
});

it('ends with 1 when one fails, and says why', async () => {
  write('a.sql', GOOD + BAD);
  expect(await run(join(folder, 'a.sql'))).toEqual({
    code: 1,
    out: `/a.sql
  ok    is good  T
  FAIL  is <bad>  T
        /a.sql:4
        Expected record does not match actual.
        S: record 1 differs in V
              expected  came
        *  V  2         1

1 passed, 1 failed in T
`,
  });
});

it('gives JSON, an object on each line', async () => {
  write('a.sql', GOOD + BAD);
  const { out } = await run(folder, '--json');
  const lines = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines).toEqual([
    { test: { file: '/a.sql', name: 'is good', line: 1, ms: expect.any(Number), passed: true } },
    {
      test: {
        file: '/a.sql',
        name: 'is <bad>',
        line: 3,
        ms: expect.any(Number),
        passed: false,
        failure: {
          file: '/a.sql',
          line: 4,
          message: expect.stringContaining('record 1 differs in V'),
          difference: {
            where: 'S',
            record: 1,
            reason: 'different',
            fields: [{ name: 'V', expected: '2', actual: '1', isDifferent: true }],
            came: [],
          },
        },
      },
    },
    { totals: { passed: 1, failed: 1, ms: expect.any(Number) } },
  ]);
});

it('gives TAP', async () => {
  write('a.sql', `${GOOD}--@test: # 1\n${BAD.slice(BAD.indexOf('\n') + 1)}`);
  expect((await run(folder, '--tap')).out).toBe(`TAP version 14
ok 1 - is good # T
not ok 2 - \\# 1 # T
  ---
  at: "/a.sql:4"
  message: |
    Expected record does not match actual.
    S: record 1 differs in V
          expected  came
    *  V  2         1
  ...
1..2
# pass 1
# fail 1
`);
});

it('writes JUnit’s XML', async () => {
  write('a.sql', GOOD + BAD);
  const file = join(folder, 'report.xml');
  expect((await run(folder, '--junit', file)).code).toBe(1);
  expect(untimed(readFileSync(file, 'utf8'))).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="ksqlite test" tests="2" failures="1" errors="0" T>
  <testsuite name="/a.sql" tests="2" failures="1" errors="0" skipped="0" T>
    <testcase classname="/a.sql" name="is good" file="/a.sql" line="1" T/>
    <testcase classname="/a.sql" name="is &lt;bad&gt;" file="/a.sql" line="3" T>
      <failure message="Expected record does not match actual.">/a.sql:4
Expected record does not match actual.
S: record 1 differs in V
      expected  came
*  V  2         1</failure>
    </testcase>
  </testsuite>
</testsuites>
`);
});

it('runs those alone whose names have a text', async () => {
  write('a.sql', GOOD + BAD);
  expect(await run(folder, '--filter', 'GOOD')).toMatchObject({
    code: 0,
    out: expect.stringContaining('1 passed in'),
  });
  await expect(run(folder, '--filter', 'other')).rejects.toThrow('none of 2 tests has "other" in its name');
});

it('runs one test as ksql-test-runner does', async () => {
  write('sql', TRIPLE);
  write('in', INPUT);
  write('out', OUTPUT);
  const of = (name: string) => join(folder, name);
  expect((await run('-s', of('sql'), '-i', of('in'), '-o', of('out'))).code).toBe(0);
  await expect(run('-s', of('sql'))).rejects.toThrow('--output-file: is missing');
  await expect(run('-s', of('sql'), '-o', of('out'), 'x')).rejects.toThrow('--sql-file: is one test');
});

it('is not content with nothing', async () => {
  await expect(run(folder)).rejects.toThrow('there is no test');
  write('script.sql', 'x');
  await expect(run(join(folder, 'script.sql'))).rejects.toThrow(
    'holds no test: one begins with --@test: NAME, or has what must come in',
  );
  await expect(run(join(folder, 'none.sql'))).rejects.toThrow('none.sql: ENOENT');
  await expect(run('--json', '--tap')).rejects.toThrow('stdout gets one of --json and --tap');
});

it('says what a test is', async () => {
  expect((await run('--help')).out).toContain('ASSERT NULL VALUES');
});

it('runs them again when a file changes, also one of a script, until it is stopped', async () => {
  write('scripts/one.sql', STREAM);
  write(
    'tests/a.sql',
    '--@run: ../scripts\n--@test: it\nINSERT INTO s VALUES (1); ASSERT VALUES s VALUES (1);\n',
  );
  let change: () => void = () => undefined;
  const watched: (readonly string[])[] = [];
  const waiting: (() => void)[] = [];
  const command = startCommand(
    testCommand((folders, onChange) => {
      watched.push(folders);
      change = onChange;
      for (const done of waiting.splice(0)) done();
      return () => undefined;
    }),
    [join(folder, 'tests'), '--watch'],
  );
  // the folder of tests, then that of the scripts that they ran
  while (watched.length < 2) await new Promise<void>((done) => waiting.push(done));
  expect(watched).toEqual([[join(folder, 'tests')], [join(folder, 'tests'), join(folder, 'scripts')]]);
  expect(untimed(command.stdout())).toContain('1 passed');
  write('scripts/one.sql', STREAM.replace('INT', 'VARCHAR'));
  change();
  while (watched.length < 3) await new Promise<void>((done) => waiting.push(done));
  await new Promise((done) => setImmediate(done));
  command.stop();
  expect(await command.ended).toBe(0);
  expect(untimed(command.stdout())).toContain('1 failed');
});
