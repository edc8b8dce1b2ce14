import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { readQueriesFile, runQueriesFile } from '../../../src/cli/server/queries-file.ts';
import { serverCommand } from '../../../src/cli/server/server-command.ts';
import { systemClock } from '../../../src/clock/clock.ts';
import type { Database } from '../../../src/database/database.ts';
import { engineOf } from '../../../src/database/engine-of.ts';
import { openOnDisk } from '../../../src/database/open-on-disk.ts';
import { memoryDisk } from '../../../src/log/disk/memory-disk.ts';
import { call, ksql } from '../../server/support/http-call.ts';
import { openServer } from '../../server/support/open-server.ts';

const NOW = (): number => 1_795_305_600_000;
const S = `CREATE STREAM s (id VARCHAR KEY, v INT) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=1);`;
const COUNTS = 'CREATE TABLE counts AS SELECT id, COUNT(*) AS n FROM s GROUP BY id;';
const BIG = 'CREATE STREAM big AS SELECT * FROM s WHERE v > 10;';

/** Starts the server's engine on a disk with a file, and gives the ids of its queries. */
async function start(
  disk: ReturnType<typeof memoryDisk>,
  text: string,
  use?: (database: Database) => Promise<void>,
) {
  const database = openOnDisk(disk, { now: NOW });
  try {
    await runQueriesFile(database, { name: 'app.sql', text }, NOW);
    await use?.(database);
    return engineOf(database)
      .queries()
      .map(({ id }) => id);
  } finally {
    await database.close();
  }
}

test('the file is executed once, and what is appended to it at the next start', async () => {
  const disk = memoryDisk();
  expect(await start(disk, `SET 'auto.offset.reset'='earliest'; ${S} ${COUNTS}`)).toEqual(['CTAS_COUNTS_1']);
  const again = await start(disk, `SET 'auto.offset.reset'='earliest'; ${S} ${COUNTS}`);
  expect(again).toEqual(['CTAS_COUNTS_1']);
  const more = await start(disk, `SET 'auto.offset.reset'='earliest'; ${S} ${COUNTS} ${BIG}`);
  expect(more).toEqual(['CTAS_COUNTS_1', 'CSAS_BIG_2']);
});

test('columns of the file may come from the registry, and schemas that it tries out are not registered twice', async () => {
  const disk = memoryDisk();
  const T = `CREATE STREAM t WITH (KAFKA_TOPIC='t', VALUE_FORMAT='JSON_SR', VALUE_SCHEMA_ID=1, PARTITIONS=1);`;
  const U = `CREATE STREAM u WITH (KAFKA_TOPIC='t', VALUE_FORMAT='JSON_SR');`;
  const made = 'CREATE STREAM o AS SELECT a FROM u;';
  const database = openOnDisk(disk, { now: NOW });
  const schema = '{"type":"object","properties":{"A":{"type":"integer"}}}';
  await engineOf(database).schemaRegistry.register('t-value', { type: 'JSON', schema, references: [] });
  await database.topics.create([{ name: 't', partitions: 1 }]);
  await database.close();
  for (const _start of [1, 2])
    expect(
      await start(disk, `${T} ${U} ${made}`, async (opened) => {
        expect(opened.sources().map(({ name, columns }) => [name, columns.map((one) => one.name)])).toEqual([
          ['T', ['A']],
          ['U', ['A']],
          ['O', ['A']],
        ]);
        expect(await engineOf(opened).schemaRegistry.version('O-value')).toMatchObject({ id: 2, version: 1 });
      }),
    ).toEqual(['CSAS_O_1']);
});

test('what its queries have counted is there at the next start', async () => {
  const disk = memoryDisk();
  const insert = async (database: Database): Promise<void> => {
    await database.insert('s', [{ id: 'a', v: 1 }]);
    await database.settled();
  };
  await start(disk, `${S} ${COUNTS}`, insert);
  const rows: unknown[] = [];
  await start(disk, `${S} ${COUNTS}`, async (database) => {
    await insert(database);
    for await (const row of database.query('SELECT * FROM counts;')) rows.push(row);
  });
  expect(rows).toEqual([{ ID: 'a', N: 2 }]);
});

test.each([
  ['changed', `${S} CREATE TABLE counts AS SELECT id, COUNT(*) AS m FROM s GROUP BY id; ${BIG}`],
  ['removed', `${S} ${BIG}`],
  ['moved', `${S} ${BIG} ${COUNTS}`],
  ['under other settings', `${S} SET 'auto.offset.reset'='latest'; ${COUNTS} ${BIG}`],
  ['the last one removed', `${S} ${COUNTS}`],
])('a statement that the folder was made with may not be %s', async (_, text) => {
  const disk = memoryDisk();
  await start(disk, `${S} ${COUNTS} ${BIG}`);
  await expect(start(disk, text)).rejects.toMatchObject({
    code: 'SQL_REFUSED',
    message: expect.stringContaining('app.sql: this statement was changed, moved or removed'),
  });
});

test('IF NOT EXISTS of what is there does nothing, at every start', async () => {
  const text = `${S} ${S.replace('STREAM', 'STREAM IF NOT EXISTS')} ${COUNTS}`;
  const disk = memoryDisk();
  expect(await start(disk, text)).toEqual(['CTAS_COUNTS_1']);
  expect(await start(disk, text)).toEqual(['CTAS_COUNTS_1']);
});

test.each([
  ["INSERT INTO s VALUES ('a', 1);", 2],
  ['SELECT * FROM s EMIT CHANGES;', 2],
  ['SHOW STREAMS;', 2],
  ['DROP STREAM s;', 2],
  ["DEFINE x = 'y';", 2],
])('only what makes and fills is taken: %s is refused, and nothing is done', async (sql, line) => {
  const disk = memoryDisk();
  await expect(start(disk, `${S} ${COUNTS}\n${sql}`)).rejects.toMatchObject({
    code: 'SQL_UNSUPPORTED',
    message: expect.stringContaining(
      'Only the following statements are supporting in standalone mode: CREATE STREAM,',
    ),
    at: { file: 'app.sql', line, column: 1 },
  });
  expect(await start(disk, `${S} ${COUNTS}`)).toEqual(['CTAS_COUNTS_1']);
});

test('a file without a query is refused, and a mistake in its last statement leaves the folder as it was', async () => {
  const disk = memoryDisk();
  await expect(start(disk, S)).rejects.toMatchObject({
    message: expect.stringContaining('The SQL file does not contain any persistent queries.'),
  });
  await expect(
    start(disk, `${S} ${COUNTS} CREATE STREAM x AS SELECT id, nothing FROM s;`),
  ).rejects.toMatchObject({
    code: 'SQL_UNKNOWN_COLUMN',
  });
  expect(await start(disk, `${S} ${COUNTS}`)).toEqual(['CTAS_COUNTS_1']);
});

test('topics of the folder are known to the file', async () => {
  const disk = memoryDisk();
  const database = openOnDisk(disk, { now: NOW });
  await database.topics.create([{ name: 's', partitions: 3 }]);
  await database.close();
  expect(await start(disk, `${S.replace(', PARTITIONS=1', '')} ${COUNTS}`)).toEqual(['CTAS_COUNTS_1']);
});

test('a file that can’t be read is named', () => {
  expect(() => readQueriesFile('/nowhere/app.sql')).toThrow(
    'Could not read the query file: /nowhere/app.sql.',
  );
});

describe('a server that is not interactive', () => {
  it('queries and takes rows, and changes nothing else', async () => {
    const server = await openServer({ interactive: false });
    await runQueriesFile(server.database, { name: 'app.sql', text: `${S} ${COUNTS}` }, Date.now);
    for (const sql of [BIG, 'DROP STREAM s;', 'TERMINATE ALL;']) {
      const { status, body } = await ksql(server.url, sql);
      expect([status, body]).toMatchObject([
        400,
        { message: expect.stringContaining('Interactive mode is disabled') },
      ]);
    }
    expect((await ksql(server.url, "INSERT INTO s VALUES ('a', 1); SHOW QUERIES;")).status).toBe(200);
    await server.database.settled();
    const answer = await call(
      server.url,
      'POST',
      '/query-stream',
      JSON.stringify({ sql: 'SELECT n FROM counts;' }),
    );
    expect(answer.body).toContain('[1]');
    await server.close();
  });
});

test('ksqlite server --queries-file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ksqlite-headless-'));
  const file = join(folder, 'app.sql');
  writeFileSync(file, `${S} ${COUNTS}`);
  const stop = new AbortController();
  const stdout = new PassThrough();
  let text = '';
  const listening = new Promise<void>((resolve) => {
    stdout.on('data', (chunk) => {
      text += String(chunk);
      if (text.includes('API at')) resolve();
    });
  });
  const ended = serverCommand()(
    ['--queries-file', file, '--data', join(folder, 'data'), '--listen', '127.0.0.1:0'],
    {
      env: {},
      clock: systemClock,
      stdin: process.stdin,
      stdout,
      stderr: new PassThrough(),
      signal: stop.signal,
    },
  );
  await Promise.race([listening, ended]);
  const url = /http:\S+(?=,)/.exec(text)?.[0] ?? '';
  expect(text).toContain('Server started with query file app.sql. Interactive mode is disabled.');
  expect((await ksql(url, 'DROP TABLE counts;')).status).toBe(400);
  stop.abort();
  expect(await ended).toBe(0);
  rmSync(folder, { recursive: true });
});
