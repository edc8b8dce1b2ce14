import { openOnDisk } from '../../src/database/open-on-disk.ts';
import { builtinFunctions } from '../../src/functions/builtin-functions.ts';
import { functionRegistry } from '../../src/functions/function-registry.ts';
import { defineScalar } from '../../src/functions/signature/define-scalar.ts';
import { int } from '../../src/functions/signature/parameter.ts';
import { strict } from '../../src/functions/signature/variant.ts';
import { memoryDisk } from '../../src/log/disk/memory-disk.ts';
import { INTEGER } from '../../src/types/sql-type.ts';
import type { SqlValue } from '../../src/types/sql-value.ts';
import { call, type Json, ksql } from './support/http-call.ts';
import { openServer, type TestServer } from './support/open-server.ts';

/** The sink can't write what it gives for 13. */
const spoil = defineScalar('SPOIL', 'OTHER', '', [
  strict([int], INTEGER, (n) => (n === 13 ? (Symbol('nothing') as unknown as number) : n) as SqlValue),
]);
const { scalars, aggregates, tables } = builtinFunctions;
const S = `CREATE STREAM s (id VARCHAR KEY, v INT) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=1);`;

let server: TestServer;
beforeEach(async () => {
  const database = openOnDisk(memoryDisk(), {
    functions: functionRegistry([...scalars, spoil], aggregates, tables),
  });
  server = await openServer({ database });
});
afterEach(() => server.close());

const said = async (sql: string): Promise<Json> => (await ksql(server.url, sql)).body;
const states = async (): Promise<Json> =>
  (await said('SHOW QUERIES;'))[0].queries.map(({ id, state, statusCount }: Json) => [
    id,
    state,
    statusCount,
  ]);

test('the state of a query and why it failed, as ksqlDB tells them', async () => {
  await said(
    `${S} CREATE STREAM a AS SELECT id, SPOIL(v) AS v FROM s; CREATE TABLE n AS SELECT id, COUNT(*) AS n FROM s GROUP BY id;`,
  );
  await server.database.insert('s', [
    { id: 'x', v: 12 },
    { id: 'x', v: 13 },
    { id: 'x', v: 14 },
  ]);
  await server.database.settled();
  expect(await states()).toEqual([
    ['CSAS_A_1', 'ERROR', { ERROR: 1 }],
    ['CTAS_N_2', 'RUNNING', { RUNNING: 1 }],
  ]);
  const [{ queryDescription, warnings }] = await said('EXPLAIN CSAS_A_1;');
  expect(warnings).toEqual([
    {
      message: expect.stringMatching(
        /^CSAS_A_1 is in state ERROR\. The log keeps 2 records that it has not read \(from \d{4}-.*Z on\), and what comes, beyond all retention\. TERMINATE CSAS_A_1; ends that\.$/,
      ),
    },
  ]);
  expect(queryDescription).toMatchObject({
    state: 'ERROR',
    queryErrors: [
      {
        timestamp: expect.any(Number),
        type: 'UNKNOWN',
        errorMessage: expect.stringMatching(/^topic s, partition 0, offset 1: /),
      },
    ],
  });
  expect(Object.values(queryDescription.ksqlHostQueryStatus)).toEqual(['ERROR']);
  const [{ sourceDescription }] = await said('DESCRIBE a;');
  expect(sourceDescription.writeQueries).toMatchObject([{ state: 'ERROR', statusCount: { ERROR: 1 } }]);
  expect(await said('TERMINATE CSAS_A_1; DROP STREAM a;')).toMatchObject([
    { commandStatus: { status: 'SUCCESS', message: 'Query terminated.' } },
    { commandStatus: { status: 'SUCCESS' } },
  ]);
});

test('rows of a table whose query has failed are refused', async () => {
  await said(`${S} CREATE TABLE m AS SELECT id, SPOIL(MAX(v)) AS v FROM s GROUP BY id;`);
  await server.database.insert('s', [{ id: 'x', v: 13 }]);
  await server.database.settled();
  const answer = await call(
    server.url,
    'POST',
    '/query',
    JSON.stringify({ ksql: "SELECT * FROM m WHERE id = 'x';" }),
  );
  expect([answer.status, JSON.parse(answer.body).message]).toEqual([
    400,
    expect.stringContaining('its query CTAS_M_1 was not in a running state. state: ERROR'),
  ]);
});

test('PAUSE and RESUME', async () => {
  await said(`${S} CREATE STREAM a AS SELECT * FROM s;`);
  expect(await said('PAUSE CSAS_A_1;')).toMatchObject([
    {
      '@type': 'currentStatus',
      statementText: 'PAUSE CSAS_A_1;',
      commandId: 'pause/CSAS_A_1/execute',
      commandStatus: { status: 'SUCCESS', message: 'Query paused.', queryId: null },
    },
  ]);
  expect(await states()).toEqual([['CSAS_A_1', 'RUNNING', { PAUSED: 1 }]]);
  expect(Object.values((await said('EXPLAIN CSAS_A_1;'))[0].queryDescription.ksqlHostQueryStatus)).toEqual([
    'PAUSED',
  ]);
  const held = [
    {
      message:
        'CSAS_A_1 is in state PAUSED. The log keeps what comes, beyond all retention. RESUME CSAS_A_1; or TERMINATE CSAS_A_1; ends that.',
    },
  ];
  for (const sql of ['SHOW QUERIES EXTENDED;', 'EXPLAIN CSAS_A_1;', 'DESCRIBE s EXTENDED;'])
    expect((await said(sql))[0].warnings).toEqual(held);
  expect((await said('DESCRIBE a EXTENDED;'))[0].warnings).toEqual([]);
  expect(await said('RESUME ALL;')).toMatchObject([
    { commandId: 'resume/ALL/execute', commandStatus: { message: 'Query resumed.' } },
  ]);
  expect(await states()).toEqual([['CSAS_A_1', 'RUNNING', { RUNNING: 1 }]]);
  expect(await ksql(server.url, 'PAUSE nope;')).toMatchObject({
    status: 400,
    body: { error_code: 40001, message: expect.stringContaining('Unknown queryId: NOPE') },
  });
});

test('a statement that feeds itself lets all others run', async () => {
  await said(`${S} CREATE STREAM a AS SELECT * FROM s; CREATE STREAM b AS SELECT * FROM s;`);
  await said('INSERT INTO b SELECT * FROM a; INSERT INTO a SELECT * FROM b; INSERT INTO a SELECT * FROM a;');
  await server.database.insert('s', [{ id: 'x', v: 1 }]);
  await server.database.insert('s', [{ id: 'x', v: 2 }]);
  expect((await call(server.url, 'GET', '/info')).status).toBe(200);
  await said('CREATE TABLE n AS SELECT id, COUNT(*) AS n FROM s GROUP BY id;');
  await server.database.insert('s', [{ id: 'x', v: 3 }]);
  expect(await states()).toHaveLength(6);
  const written = server.database.countRecords('A');
  expect(written).toBeGreaterThan(0);
  await said('TERMINATE ALL;');
  await server.database.settled();
  expect(await states()).toEqual([]);
});

test('names that differ in case alone are told where there is no such source', async () => {
  await said(`${S} CREATE STREAM \`s\` (id VARCHAR KEY, v INT) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON');`);
  await said(
    `CREATE STREAM \`Low\` (id VARCHAR KEY, v INT) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON'); CREATE STREAM up (id VARCHAR KEY, v INT) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON');`,
  );
  const message = async (name: string): Promise<string> => (await said(`DESCRIBE ${name};`)).message;
  expect(await message('low')).toBe(
    `Could not find STREAM/TABLE 'LOW' in the Metastore\nDid you mean "Low"? Hint: wrap the source name in double quotes to make it case-sensitive.`,
  );
  expect(await message('`up`')).toBe(
    `Could not find STREAM/TABLE 'up' in the Metastore\nDid you mean UP? Hint: try removing double quotes from the source name.`,
  );
  await said('DROP STREAM up;');
  expect(await message('up')).toBe(`Could not find STREAM/TABLE 'UP' in the Metastore`);
});
