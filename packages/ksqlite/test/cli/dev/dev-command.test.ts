import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { devCommand } from '../../../src/cli/dev/dev-command.ts';
import type { ProjectMode } from '../../../src/cli/dev/dev-options.ts';
import { CommandError } from '../../../src/errors/command-error.ts';
import { type OwnFunction, scalarFunction } from '../../../src/index.ts';
import { call, ksql } from '../../server/support/http-call.ts';
import { startCommand } from '../../support/command-context.ts';

const S = `CREATE STREAM s (id VARCHAR KEY, v INT) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=1);`;
const BIG = 'CREATE STREAM big AS SELECT id, v FROM s WHERE v > 10;';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ksqlite-dev-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

interface Event {
  readonly event: string;
  readonly [field: string]: unknown;
}

/** Of a file that says what TIMES multiplies by. */
function functionsOf(path: string): readonly OwnFunction[] {
  const factor = Number(readFileSync(path, 'utf8'));
  if (Number.isNaN(factor)) throw new CommandError('INPUT_UNREADABLE', `${path}: it is not a number`);
  return [scalarFunction({ name: 'TIMES', args: ['INT'], returns: 'INT', call: (n) => n * factor })];
}

/** Starts a command that writes JSON; the test says when files have changed. */
function start(mode: ProjectMode, ...argv: readonly string[]) {
  const changes = new Set<() => void>();
  const command = devCommand(mode, {
    watch: (_, onChange) => {
      changes.add(onChange);
      return () => changes.delete(onChange);
    },
    load: async (path) => ({
      path,
      text: readFileSync(path, 'utf8'),
      functions: functionsOf(path),
      imports: [`${path}.lib`],
    }),
  });
  const run = startCommand(command, ['--json', '--listen', '127.0.0.1:0', '--registry', 'off', ...argv]);
  const events = (): readonly Event[] =>
    run
      .stdout()
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line));
  /** Resolves with the events up to the one that is the `count`th of its kind, or rejects where the command ends before. */
  const until = async (event: string, count = 1): Promise<readonly Event[]> => {
    let ended = false;
    const end = run.ended.then(
      () => (ended = true),
      () => (ended = true),
    );
    while (events().filter((one) => one.event === event).length < count) {
      if (ended) await run.ended;
      await Promise.race([end, new Promise((resolve) => setTimeout(resolve, 5))]);
    }
    return events();
  };
  const change = (): void => {
    for (const onChange of [...changes]) onChange();
  };
  return { ...run, until, events, change };
}
const write = (name: string, text: string): string => {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
};
const doneOf = (events: readonly Event[]): readonly unknown[] =>
  events.filter(({ event }) => event === 'statement').map(({ done, label }) => `${done}: ${label}`);
const urlOf = (events: readonly Event[]): string =>
  String(events.find(({ event }) => event === 'listening')?.api);

test('dev runs the files of a folder, and follows them', async () => {
  write('1.sql', S);
  const second = write('2.sql', BIG);
  write('notes.txt', 'not SQL');
  const run = start('dev', folder);
  const first = await run.until('watching');
  expect(doneOf(first)).toEqual(['new: CREATE STREAM S', 'new: CREATE STREAM BIG']);
  const url = urlOf(first);
  expect((await ksql(url, 'CREATE STREAM mine AS SELECT * FROM big;')).status).toBe(200);

  writeFileSync(second, BIG.replace('10', '5'));
  run.change();
  const changed = await run.until('synced', 2);
  expect(doneOf(changed).slice(2)).toEqual(['unchanged: CREATE STREAM S', 'replaced: CREATE STREAM BIG']);

  writeFileSync(second, `-- now with a comment\n${BIG.replace('10', '5')}`);
  run.change();
  rmSync(second);
  run.change();
  const removed = await run.until('synced', 3);
  // the comment was no change: nothing was said of it
  expect(doneOf(removed).slice(4)).toEqual([
    'removed: CREATE STREAM BIG',
    'unchanged: CREATE STREAM S',
    'refused: CREATE STREAM MINE',
  ]);
  run.stop();
  expect(await run.ended).toBe(0);
});

test('dev without files is an empty engine', async () => {
  const run = start('dev');
  const events = await run.until('watching');
  expect((await ksql(urlOf(events), `${S} SHOW STREAMS;`)).status).toBe(200);
  expect(events.map(({ event }) => event)).toEqual(['listening', 'watching']);
  run.stop();
  expect(await run.ended).toBe(0);
});

test('lines of input files are records, each once, over restarts too', async () => {
  const sql = write('a.sql', `${S} ${BIG}`);
  const input = write('in.jsonl', '{"key":"a","value":{"v":1},"timestamp":7}\n{"v":20}\n\n');
  const options = [sql, '--data', join(folder, 'data'), '--input', `s=${input}`, '--input', `later=${input}`];
  const run = start('dev', ...options);
  const sentOf = (events: readonly Event[]) => events.filter(({ event }) => event === 'input');
  expect(sentOf(await run.until('watching'))).toEqual([
    { event: 'input', topic: 's', file: input, sent: 2 },
    {
      event: 'input',
      topic: 'later',
      file: input,
      sent: 0,
      problem: 'there is no topic later yet: a statement that names it makes it',
    },
  ]);
  appendFileSync(input, '{"v":30}');
  run.change();
  expect(sentOf(await run.until('input', 3)).at(-1)).toMatchObject({ topic: 's', sent: 1 });
  run.stop();
  await run.ended;

  appendFileSync(input, '\n{"value":1,"timestamp":"soon"}\n');
  const again = start('dev', ...options);
  expect(sentOf(await again.until('watching'))[0]).toMatchObject({
    topic: 's',
    sent: 0,
    problem: 'line 5: "timestamp" must be a whole number of ms since the epoch',
  });
  writeFileSync(input, 'something else\n');
  again.change();
  expect(sentOf(await again.until('input', 4)).at(-2)).toMatchObject({
    topic: 's',
    problem: expect.stringContaining('is another file than the one that was sent'),
  });
  again.stop();
  await again.ended;
});

test('an input file without records is told of, once, until it has some', async () => {
  const sql = write('a.sql', S);
  const input = write('in.jsonl', '\n');
  const run = start('dev', sql, '--input', `s=${input}`);
  const inputs = async (count: number) =>
    (await run.until('input', count)).filter(({ event }) => event === 'input');
  expect(await inputs(1)).toMatchObject([{ topic: 's', sent: 0, problem: 'holds no record yet' }]);
  run.change();
  appendFileSync(input, '{"v":1}\n');
  run.change();
  expect((await inputs(2)).slice(1)).toEqual([{ event: 'input', topic: 's', file: input, sent: 1 }]);
  run.stop();
  expect(await run.ended).toBe(0);
});

test('run does what the files say, and clients change nothing', async () => {
  const sql = write('a.sql', `${S} ${BIG}`);
  const run = start('run', sql);
  const url = urlOf(await run.until('listening'));
  const { status, body } = await ksql(url, 'DROP STREAM big;');
  expect([status, body]).toMatchObject([
    400,
    { message: expect.stringContaining('Interactive mode is disabled') },
  ]);
  expect((await ksql(url, "INSERT INTO s VALUES ('a', 1); SHOW QUERIES;")).status).toBe(200);
  run.stop();
  expect(await run.ended).toBe(0);
});

test.each([[[]], [['--data']]])(
  'a changed file of functions is taken: all runs on where it was, %j',
  async (kept) => {
    const sql = write('a.sql', `${S} CREATE STREAM t AS SELECT id, TIMES(v) AS v FROM s;`);
    const functions = write('factor', '2');
    const imported = write('factor.lib', '1');
    const input = write('in.jsonl', '{"V":1}\n');
    const data = kept.flatMap((option) => [option, join(folder, 'data')]);
    const run = start('dev', sql, '--functions', functions, '--input', `s=${input}`, ...data);
    const started = await run.until('watching');
    expect(started.at(-1)).toMatchObject({ paths: expect.arrayContaining([sql, functions]) });
    const url = urlOf(started);
    const rows = async (count: number): Promise<readonly unknown[]> => {
      const ksql = `SELECT v FROM t EMIT CHANGES LIMIT ${count};`;
      const { body } = await call(url, 'POST', '/query', JSON.stringify({ ksql }));
      return [...body.matchAll(/"columns":\[(\d+)\]/g)].map(([, v]) => Number(v));
    };
    writeFileSync(imported, '2');
    run.change();
    expect(JSON.stringify((await run.until('unreadable')).at(-1))).toContain(
      `factor.lib, which ${functions} imports, was changed, and is read when ksqlite dev is started again`,
    );
    writeFileSync(functions, 'nothing');
    run.change();
    await run.until('unreadable', 2);
    expect(await rows(1)).toEqual([2]);
    writeFileSync(functions, '10');
    run.change();
    expect(urlOf((await run.until('watching', 2)).toReversed())).toBe(url);
    appendFileSync(input, '{"V":1}\n');
    run.change();
    await run.until('input', 2);
    expect(await rows(2)).toEqual([2, 10]);
    run.stop();
    expect(await run.ended).toBe(0);
  },
);

test('run ends where a statement is refused, and where one would have to be dropped', async () => {
  const data = join(folder, 'data');
  const sql = write('a.sql', `${S} ${BIG}`);
  const first = start('run', sql, '--data', data);
  await first.until('listening');
  first.stop();
  await first.ended;
  for (const text of [S, `${S} CREATE STREAM big AS SELECT nothing FROM s;`]) {
    writeFileSync(sql, text);
    const run = start('run', sql, '--data', data);
    await expect(run.ended).rejects.toMatchObject({
      code: 'SQL_REFUSED',
      message: '1 of the statements was refused',
    });
    expect(run.events().some(({ event }) => event === 'listening')).toBe(false);
  }
});

test.each([
  [['dev', '--input', 'readings.jsonl'], 'USAGE', /^--input: got "readings.jsonl", wants TOPIC=FILE/],
  [['dev', '/nowhere/app.sql'], 'INPUT_UNREADABLE', /^\/nowhere\/app.sql: can't be read/],
  [['run'], 'USAGE', /^FILE: ksqlite run wants a file or a folder of SQL/],
] as const)('%j is refused', async ([mode, ...argv], code, message) => {
  await expect(start(mode, ...argv).ended).rejects.toMatchObject({
    code,
    message: expect.stringMatching(message),
  });
});

test('--help teaches', async () => {
  for (const mode of ['dev', 'run'] as const) {
    const run = startCommand(devCommand(mode), ['--help']);
    expect(await run.ended).toBe(0);
    expect(run.stdout()).toContain(`Usage: ksqlite ${mode} [options]`);
    expect(run.stdout()).toContain('Examples:');
  }
});

test('what goes wrong with records is logged, and at the level debug what statements did', async () => {
  const sql = write('a.sql', `${S} ${BIG}`);
  const input = write('in.jsonl', 'not JSON\n');
  const run = start('dev', sql, '--input', `s=${input}`, '--log-level', 'debug');
  const url = urlOf(await run.until('watching'));
  for (const text of ["INSERT INTO s VALUES ('a', 12);", 'DROP STREAM big;', 'DROP STREAM nothing;'])
    await ksql(url, text);
  run.stop();
  await run.ended;
  const lines = run.stderr().trim().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { level: 'debug', msg: 'new: CREATE STREAM S', file: sql, line: 1 },
    { level: 'debug', msg: 'new: CREATE STREAM BIG', query: 'CSAS_BIG_1' },
    { level: 'warn', query: 'CSAS_BIG_1', reason: 'unreadable-value', count: 1 },
    { level: 'debug', msg: 'executed', sql: "INSERT INTO `S` VALUES ('[value]', '[value]');" },
    { level: 'debug', msg: 'executed', did: expect.stringContaining('was dropped') },
    {
      level: 'debug',
      msg: 'refused',
      sql: 'DROP STREAM nothing;',
      reason: expect.stringContaining('NOTHING does not exist'),
    },
  ]);
});
