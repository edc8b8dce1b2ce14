import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { PROJECT } from '../../../../../test/support/line-process.ts';
import { type Answer, type FakeKsqldb, fakeKsqldb, json, pieces } from '../../client/support/fake-ksqldb.ts';

jest.setTimeout(120_000);
const folder = mkdtempSync(join(tmpdir(), 'shell-'));
let server: FakeKsqldb;

const HEAD = '{"queryId":"q_1","columnNames":["NAME","N"],"columnTypes":["STRING","BIGINT"]}\n';
const STREAMS = {
  '@type': 'streams',
  statementText: '',
  streams: [{ type: 'STREAM', name: 'A', topic: 'a', keyFormat: 'KAFKA', valueFormat: 'JSON' }],
};

/** A row every now and then, for ever. */
function endless(response: ServerResponse): void {
  response.write(HEAD);
  const timer = setInterval(() => response.write('["a",1]\n'), 20);
  response.on('close', () => clearInterval(timer));
}

const answer: Answer = (response, { path, body }) => {
  if (path === '/info') json(response, { KsqlServerInfo: { version: '7.9.0', serverStatus: 'RUNNING' } });
  else if (path.startsWith('/is_valid_property')) json(response, true);
  else if (body.includes('endless')) endless(response);
  else if (path === '/query-stream')
    void pieces(response, [HEAD, '["車",1]\n["b",2]\n'], body.includes('LIMIT') ? 'end' : 'open');
  else if (body.includes('nope'))
    json(
      response,
      { '@type': 'statement_error', error_code: 40001, message: 'Line: 1, Col: 10: NOPE does not exist.' },
      400,
    );
  else json(response, [STREAMS]);
};

beforeEach(async () => {
  server = await fakeKsqldb(answer);
});
afterEach(() => server.close());
afterAll(() => rmSync(folder, { recursive: true }));

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const SHELL = ['--import', './tooling/typescript/register.mjs', 'packages/ksqlite/src/cli/main.ts', 'sql'];
const env = () => ({
  ...process.env,
  KSQLDB_URL: server.url,
  XDG_STATE_HOME: folder,
  NO_COLOR: '1',
  KSQLDB_TOKEN: '',
  KSQLDB_USERNAME: '',
  KSQLDB_PASSWORD: '',
});

/** Runs a process; `act` sees its output so far at every piece, and may type or signal. */
function run(
  words: readonly string[],
  {
    input,
    act,
  }: { input?: string; act?: (shown: string, type: (text: string) => void, pid: number) => void } = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(words[0]!, words.slice(1), { cwd: PROJECT, env: env() });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (piece) => {
      stdout += String(piece);
      act?.(stdout, (text) => child.stdin.write(text), child.pid!);
    });
    child.stderr.on('data', (piece) => {
      stderr += String(piece);
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
    if (input !== undefined) child.stdin.end(input);
    else if (act === undefined) child.stdin.end();
  });
}
const shell = (args: readonly string[], options: Parameters<typeof run>[1] = {}) =>
  run([process.execPath, ...SHELL, ...args], options);

test('-e: statements, tables, exit code 0', async () => {
  const { code, stdout, stderr } = await shell(['-e', 'SHOW STREAMS; SELECT * FROM a EMIT CHANGES LIMIT 2;']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout.split('\n')).toEqual([
    'Stream | Topic | Key format | Value format',
    '-------+-------+------------+-------------',
    'A      | a     | KAFKA      | JSON',
    '',
    'NAME | N',
    '-----+--',
    '車   | 1',
    'b    | 2',
    '(2 rows)',
    '',
    '',
  ]);
});

test('--json, -f and -e in their order, settings from one to the next', async () => {
  const file = join(folder, 'a.sql');
  writeFileSync(file, "SET 'auto.offset.reset' = 'earliest';\n");
  const { code, stdout } = await shell([
    '--json',
    '--define',
    'n=a',
    '-f',
    file,
    '-e',
    'SELECT * FROM ${n} LIMIT 2;',
  ]);
  expect(code).toBe(0);
  expect(
    stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual([
    { NAME: '車', N: 1 },
    { NAME: 'b', N: 2 },
  ]);
  expect(JSON.parse(server.asked.at(-1)?.body ?? '')).toMatchObject({
    sql: 'SELECT * FROM a LIMIT 2;',
    properties: { 'auto.offset.reset': 'earliest' },
  });
});

test('an error: place and caret on stderr, its exit code, nothing after it', async () => {
  const file = join(folder, 'b.sql');
  writeFileSync(file, 'SHOW STREAMS;\n\nDESCRIBE nope;\nSHOW STREAMS;\n');
  const { code, stderr } = await shell(['-f', file]);
  expect(code).toBe(24);
  expect(stderr).toBe(
    `KSQLDB_REFUSED: ${file}:3:10: NOPE does not exist.\n  DESCRIBE nope;\n           ^^^^\n`,
  );
  expect(server.asked).toHaveLength(2);
});

test.each([
  [['-f', '/nowhere/x.sql'], 3, /^INPUT_UNREADABLE: \/nowhere\/x\.sql can't be read/],
  [['--define', 'x'], 2, /^USAGE: --define: got "x"/],
  [['ftp://x', '-e', ';'], 20, /^KSQLDB_URL: /],
  [
    ['http://127.0.0.1:1', '--wait', '0', '-e', 'SHOW STREAMS;'],
    21,
    /^KSQLDB_AWAY: no ksqlDB at http:\/\/127\.0\.0\.1:1/,
  ],
] as const)('%j ends with %i', async (args, exit, message) => {
  const { code, stderr } = await shell(args);
  expect(stderr).toMatch(message);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(code).toBe(exit);
});

test('statements from a pipe: over lines, with exit, and what is last without a semicolon', async () => {
  const first = await shell([], { input: 'SHOW\n  STREAMS;\nexit\nDESCRIBE nope;\n' });
  expect(first).toMatchObject({ code: 0, stderr: '' });
  expect(server.asked).toHaveLength(1);
  const second = await shell([], { input: 'DESCRIBE nope;\nSHOW STREAMS;\n' });
  expect(second.code).toBe(24);
  expect(server.asked).toHaveLength(2);
  await shell([], { input: 'SHOW STREAMS' });
  expect(JSON.parse(server.asked.at(-1)?.body ?? '').ksql).toBe('SHOW STREAMS');
});

test('Ctrl-C ends a push query, with 130', async () => {
  const { code, stdout } = await shell(['--json', '-e', 'SELECT * FROM a EMIT CHANGES;'], {
    act: (shown, _, pid) => {
      if (shown.includes('"b"')) process.kill(pid, 'SIGINT');
    },
  });
  expect(code).toBe(130);
  expect(stdout.trim().split('\n')).toHaveLength(2);
  expect(server.openAnswers()).toBe(0);
});

test('--query-timeout ends it too, with 0', async () => {
  const { code, stdout } = await shell(['--query-timeout', '300', '-e', 'SELECT * FROM a EMIT CHANGES;']);
  expect(code).toBe(0);
  // how many came until then depends on the machine
  expect(stdout).toMatch(/\([0-2] rows?, its time is up\)/);
});

test('a reader that goes away ends it quietly', async () => {
  const command = [process.execPath, ...SHELL, '--json', '-e', '"SELECT * FROM endless EMIT CHANGES;"'].join(
    ' ',
  );
  const { code, stdout, stderr } = await run(['sh', '-c', `${command} | head -1`]);
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '{"NAME":"a","N":1}\n', stderr: '' });
});

test('--help teaches', async () => {
  const { code, stdout } = await shell(['--help']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/Usage: ksqlite sql/);
  expect(stdout).toMatch(/Exit codes:/);
});

// A terminal of its own, where util-linux has `script`.
const hasScript = spawnSync('script', ['--version']).status === 0;
(hasScript ? describe : describe.skip)('at a terminal', () => {
  const atTerminal = (act: (shown: string, type: (text: string) => void) => void) =>
    run(['script', '-qec', [process.execPath, ...SHELL].join(' '), '/dev/null'], { act });

  test('a push query ends with Ctrl-C, the shell does not; history, errors and exit', async () => {
    const steps: [RegExp, string][] = [
      [/ksql> /, 'SELECT *\n'],
      [/ {4}> /, 'FROM a EMIT CHANGES;\n'],
      [/b +\| 2/, '\u0003'],
      [/\(2 rows, stopped\)[\s\S]*ksql> /, 'DESCRIBE nope;\n'],
      [/\^\^\^\^[\s\S]*ksql> /, 'history\n'],
      [/ 2 {2}DESCRIBE nope;[\s\S]*ksql> /, 'half a statem\u0003'],
      [/\^C[\s\S]*ksql> /, '\u0004'],
    ];
    let from = 0;
    const { code, stdout } = await atTerminal((shown, type) => {
      const [step] = steps;
      if (step === undefined || !step[0].test(shown.slice(from))) return;
      steps.shift();
      from = shown.length;
      type(step[1]);
    });
    expect(steps).toEqual([]);
    expect(code).toBe(0);
    expect(stdout).toContain('ksqlDB 7.9.0 at');
    expect(stdout).toContain('    1  SELECT * FROM a EMIT CHANGES;');
    expect(stdout).toContain('line 1:10: NOPE does not exist.');
  });
});
