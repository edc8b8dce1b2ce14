/** The statements of a request are tried out before the first one is executed (ksqlDB's RequestValidator). */
import { call, type Json, ksql } from './support/http-call.ts';
import { openServer, type TestServer } from './support/open-server.ts';

let server: TestServer;
beforeEach(async () => {
  server = await openServer();
  const made = await ksql(server.url, stream('sales'));
  expect(made.status).toBe(200);
});
afterEach(() => server.close());

const stream = (name: string): string =>
  `CREATE STREAM ${name} (shop VARCHAR KEY, pieces INT) WITH (KAFKA_TOPIC='${name}', VALUE_FORMAT='JSON', PARTITIONS=1);`;

const state = () => ({
  sources: server.engine.sources().map(({ name }) => name),
  queries: server.engine.queries().map(({ id, status }) => [id, status().state]),
  types: [...server.engine.types()].map(([name]) => name),
  topics: [...server.engine.log.topics].map(([name, { partitions }]) => [
    name,
    partitions.map(({ logEndOffset }) => logEndOffset),
  ]),
});

test.each([
  `${stream('more')} CREATE STREAM most AS SELECT * FROM nowhere;`,
  `${stream('more')} INSERT INTO more VALUES ('a', 'many');`,
  `INSERT INTO sales VALUES ('a', 1); INSERT INTO sales VALUES ('a', 2); INSERT INTO sales VALUES ('a');`,
  `CREATE STREAM big AS SELECT * FROM sales WHERE pieces > 10; DROP STREAM sales;`,
  `${stream('more')} ${stream('more')}`,
  'CREATE TYPE place AS STRUCT<x INT>; CREATE TYPE place AS STRUCT<x INT>;',
  'DROP STREAM sales DELETE TOPIC; DESCRIBE sales;',
  `${stream('more')} SELECT * FROM more;`,
  `${stream('more')} SET 'no.such' = '1';`,
  `DEFINE n = '1'; INSERT INTO sales VALUES ('a', \${n}); INSERT INTO sales VALUES ('a', \${nothing});`,
  `${stream('more')} SHOW NOTHING;`,
])('where one is refused none is done: %s', async (sql) => {
  const before = state();
  const { status, body } = await ksql(server.url, sql);
  expect([status, body.error_code >= 40001]).toEqual([400, true]);
  expect(body.entities).toEqual([]);
  expect(state()).toEqual(before);
});

test('a statement meets what those before it have done, and the session', async () => {
  const { status, body } = await ksql(
    server.url,
    `CREATE TYPE place AS STRUCT<town VARCHAR>;
     CREATE STREAM more (shop VARCHAR KEY, at_ place) WITH (KAFKA_TOPIC='more', VALUE_FORMAT='JSON', PARTITIONS=1);
     CREATE STREAM copy AS SELECT * FROM more;
     DEFINE name = 'COPY';
     DESCRIBE \${name};
     INSERT INTO more (shop) VALUES ('a');
     TERMINATE ALL;
     DROP STREAM \${name} DELETE TOPIC;
     DROP STREAM more DELETE TOPIC;
     DROP TYPE place;
     SHOW VARIABLES;`,
  );
  expect(body).toHaveLength(9);
  expect(status).toBe(200);
  expect(body.at(-1).variables).toEqual([{ name: 'name', value: 'COPY' }]);
});

test('an assertion is not tried out: what came before it is done', async () => {
  const { status, body } = await ksql(
    server.url,
    `${stream('more')} ASSERT NOT EXISTS TOPIC more TIMEOUT 0 SECONDS;`,
  );
  expect([status, body.error_code]).toEqual([417, 41700]);
  expect(state().sources).toContain('MORE');
});

test('many rows in one request', async () => {
  const row = "INSERT INTO sales VALUES ('a', 1);";
  expect(await ksql(server.url, row.repeat(200))).toEqual({ status: 200, body: [] });
  expect((await ksql(server.url, `${row.repeat(199)} INSERT INTO sales VALUES (1);`)).status).toBe(400);
  expect(server.engine.log.topics.get('sales')?.partitions[0]?.logEndOffset).toBe(200);
});

test('a push query is ended by a request that is valid, and by no other', async () => {
  const rows = call(
    server.url,
    'POST',
    '/query-stream',
    JSON.stringify({ sql: 'SELECT * FROM sales EMIT CHANGES;' }),
  );
  while (server.engine.transientQueries().length === 0) await new Promise((resolve) => setImmediate(resolve));
  const [id] = server.engine.transientQueries().map((one) => one.id);
  expect((await ksql(server.url, `TERMINATE ${id}; SHOW NOTHING;`)).status).toBe(400);
  expect((await ksql(server.url, `TERMINATE ${id}; DESCRIBE nowhere;`)).status).toBe(400);
  expect(server.engine.transientQueries()).toHaveLength(1);
  const { status, body }: { status: number; body: Json } = await ksql(
    server.url,
    `TERMINATE ${id}; SHOW TYPES;`,
  );
  expect([status, body[0]['@type']]).toEqual([200, 'terminate_query']);
  expect((await rows).status).toBe(200);
});
