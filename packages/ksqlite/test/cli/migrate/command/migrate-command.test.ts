import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { migrateCommand } from '../../../../src/cli/migrate/command/migrate-command.ts';
import { commandErrorOf } from '../../../../src/errors/command-error-of.ts';
import { jumpingClock } from '../support/jumping-clock.ts';

const collector = () => {
  const said: string[] = [];
  const out = new Writable({
    write: (chunk, _, done) => {
      said.push(String(chunk));
      done();
    },
  });
  return { out, said };
};

async function run(argv: readonly string[], env: Record<string, string> = {}) {
  const [stdout, stderr] = [collector(), collector()];
  const signal = new AbortController().signal;
  const ended = await migrateCommand()(argv, {
    env,
    clock: jumpingClock(),
    stdin: Readable.from([]),
    stdout: stdout.out,
    stderr: stderr.out,
    signal,
  }).then(
    (code) => ({ code, error: undefined }),
    (error: unknown) => ({ code: commandErrorOf(error).exitCode, error: commandErrorOf(error) }),
  );
  return { ...ended, stdout: stdout.said.join(''), stderr: stderr.said.join('') };
}

async function serving<T>(answer: RequestListener, use: (url: string) => Promise<T>): Promise<T> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

test('--help teaches, and needs no server', async () => {
  const { code, stdout } = await run(['--help']);
  expect(code).toBe(0);
  expect(stdout).toContain('--dry-run');
  expect(stdout).toContain('KSQLDB_URL');
});

test.each([
  [['--stats']],
  [['--status', '--validate']],
  [['--wait', 'long']],
  [['now']],
  [['--define', 'format']],
])('%j is refused', async (argv) => {
  expect(await run(argv)).toMatchObject({ code: 2, error: { code: 'USAGE' } });
});

test('a mistake in a file is told with its place before a server is asked', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'migrations-'));
  try {
    writeFileSync(join(folder, '001_a.sql'), 'CREATE STREAM a AS SELECT *\n  FORM b;');
    const { code, error } = await run(['--folder', folder], { KSQLDB_URL: 'http://127.0.0.1:1' });
    expect(code).toBe(4);
    expect(error?.message).toContain(`${join(folder, '001_a.sql')}:2:3: SQL_SYNTAX`);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.each([
  ['003_a.sql', 'CREATE STREAM b AS SELECT * FROM a;', '003_a'],
  ['003_b.sql', 'INSERT INTO t SELECT * FROM a;', 'MIGRATION_003_1_T'],
])(
  '%s of a folder beside it, which a server could not tell from another one’s, is refused',
  async (file, text, name) => {
    const folder = mkdtempSync(join(tmpdir(), 'migrations-'));
    try {
      for (const part of ['one', 'two']) {
        mkdirSync(join(folder, part));
        for (const number of [1, 2])
          writeFileSync(join(folder, part, `00${number}_${part}.sql`), 'DROP STREAM a;');
      }
      writeFileSync(join(folder, 'one', '003_a.sql'), 'INSERT INTO t SELECT * FROM a;');
      writeFileSync(join(folder, 'two', file), text);
      const argv = [
        '--folder',
        join(folder, 'two'),
        '--beside',
        join(folder, 'one'),
        '--beside',
        join(folder, 'two'),
      ];
      const { code, error } = await run(argv, { KSQLDB_URL: 'http://127.0.0.1:1' });
      expect({ code, message: error?.message }).toEqual({
        code: 4,
        message: expect.stringContaining(`both are ${name}`),
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);

test('a server that is not there is waited for, and then named', async () => {
  const { code, error, stderr } = await run(['--wait', '5'], { KSQLDB_URL: 'http://127.0.0.1:1' });
  expect(code).toBe(21);
  expect(error?.message).toContain('http://127.0.0.1:1');
  expect(stderr).toContain('waiting: no ksqlDB at http://127.0.0.1:1');
});

test.each([
  ['credentials it does not know', 401, '{"@type":"generic_error","error_code":40100,"message":"no"}', 22],
  ['what is not a ksqlDB', 200, '<html></html>', 23],
])('%s: said at once', async (_, status, body, code) => {
  const env = (url: string) => ({ KSQLDB_URL: url, KSQLDB_USERNAME: 'u', KSQLDB_PASSWORD: 'secret-word' });
  const ended = await serving(
    (_request, response) => response.writeHead(status, { 'content-type': 'application/json' }).end(body),
    (url) => run([], env(url)),
  );
  expect(ended.code).toBe(code);
  expect(`${ended.error?.message}${ended.stderr}`).not.toContain('secret-word');
});

test('an address that is none', async () => {
  expect(await run([], { KSQLDB_URL: 'localhost' })).toMatchObject({ code: 20 });
});
