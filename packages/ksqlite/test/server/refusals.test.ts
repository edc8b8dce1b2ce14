/** How a refusal is told of: of the statement or of the request, in the words that ksqlDB's clients know. */
import { call, ksql } from './support/http-call.ts';
import { openServer, type TestServer } from './support/open-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await openServer();
  const made = await ksql(
    server.url,
    `CREATE STREAM sales (shop VARCHAR KEY, pieces INT) WITH (KAFKA_TOPIC='sales', VALUE_FORMAT='JSON', PARTITIONS=1);
     CREATE SOURCE STREAM watched (shop VARCHAR KEY, pieces INT) WITH (KAFKA_TOPIC='sales', VALUE_FORMAT='JSON');
     CREATE STREAM hourly (shop VARCHAR KEY, n INT) WITH (KAFKA_TOPIC='hourly', VALUE_FORMAT='JSON', PARTITIONS=1, WINDOW_TYPE='TUMBLING', WINDOW_SIZE='1 HOUR');`,
  );
  expect(made.status).toBe(200);
});
afterAll(() => server.close());

async function post(path: string, body: unknown): Promise<unknown> {
  const answer = await call(server.url, 'POST', path, JSON.stringify(body));
  return { status: answer.status, ...JSON.parse(answer.body) };
}

test.each([
  ["INSERT INTO nowhere VALUES ('a', 1);", 'Cannot insert values into an unknown stream/table: `NOWHERE`'],
  ["INSERT INTO watched VALUES ('a', 1);", 'Cannot insert values into read-only stream: WATCHED'],
  ["INSERT INTO hourly VALUES ('a', 1);", 'Cannot insert values into windowed stream/table!'],
])('a row for what takes none is a bad request: %s', async (sql, message) => {
  expect(await post('/ksql', { ksql: sql })).toEqual({
    status: 400,
    '@type': 'generic_error',
    error_code: 40000,
    message,
  });
});

test.each([
  [
    "INSERT INTO sales (shop, pieces) VALUES ('a', 'many');",
    'Expected type INTEGER for field `PIECES` but got STRING',
  ],
  ["INSERT INTO sales (shop, price) VALUES ('a', 1);", 'Column name `PRICE` does not exist.'],
  ["INSERT INTO sales (shop, pieces) VALUES ('a', CAST('many' AS INT));", ''],
])('a row that can’t be made is a bad statement, whose values are not shown: %s', async (sql, reason) => {
  expect(await post('/ksql', { ksql: sql })).toEqual({
    status: 400,
    '@type': 'statement_error',
    error_code: 40001,
    message: expect.stringContaining(`Failed to insert values into 'SALES'. ${reason}`),
    statementText: expect.stringMatching(
      /^INSERT INTO `SALES` \(`SHOP`, `P\w+`\) VALUES \('\[value\]', '\[value\]'\);$/,
    ),
    entities: [],
  });
});

test.each(['', 'SHOW STREAMS; SHOW TABLES;'])('/query-stream takes one statement, not %j', async (sql) => {
  const found = sql === '' ? 0 : 2;
  expect(await post('/query-stream', { sql })).toMatchObject({
    '@type': 'statement_error',
    message: `Expected exactly one KSQL statement; found ${found} instead\nStatement: ${sql}`,
  });
});

test('a websocket is refused with the endpoint to use instead', async () => {
  const answer = await call(
    server.url,
    'GET',
    '/ws/query?request=%7B%22ksql%22%3A%22SELECT%20*%20FROM%20sales%3B%22%7D',
    undefined,
    {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
    },
  );
  expect([answer.status, JSON.parse(answer.body)]).toEqual([
    400,
    { '@type': 'generic_error', error_code: 40000, message: expect.stringContaining('/query-stream') },
  ]);
});
