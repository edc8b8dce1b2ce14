import { call, type Json, ksql } from './support/http-call.ts';
import { openServer, type TestServer } from './support/open-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await openServer();
  const made = await ksql(
    server.url,
    `CREATE STREAM sales (shop VARCHAR KEY, item VARCHAR, pieces INT) WITH (KAFKA_TOPIC='sales', VALUE_FORMAT='JSON', PARTITIONS=1);
     CREATE TABLE hourly AS SELECT shop, COUNT(*) AS n FROM sales WINDOW TUMBLING (SIZE 1 HOUR) GROUP BY shop;
     CREATE TABLE total AS SELECT shop, SUM(pieces) AS pieces FROM sales GROUP BY shop;
     INSERT INTO sales (ROWTIME, shop, item, pieces) VALUES (1000, 'harbour', 'rope', 3);
     INSERT INTO sales (ROWTIME, shop, item, pieces) VALUES (2000, 'station', 'map', 1);
     INSERT INTO sales (ROWTIME, shop, item, pieces) VALUES (3000, 'harbour', 'hook', 5);`,
  );
  expect(made.status).toBe(200);
  await server.database.settled();
});
afterAll(() => server.close());

const FROM_BEGINNING = { 'auto.offset.reset': 'earliest' };

/** The elements of `/query`'s array. */
async function elements(sql: string, streamsProperties: Json = FROM_BEGINNING): Promise<Json[]> {
  const body = JSON.stringify({ ksql: sql, streamsProperties });
  const answer = await call(server.url, 'POST', '/query', body, { accept: 'application/vnd.ksql.v1+json' });
  expect([answer.status, answer.body]).toEqual([200, expect.anything()]);
  return JSON.parse(answer.body);
}

describe('the header of a pull query over a table', () => {
  test.each([
    ['SELECT * FROM total;', '`SHOP` STRING KEY, `PIECES` INTEGER'],
    [
      'SELECT * FROM hourly;',
      '`SHOP` STRING KEY, `WINDOWSTART` BIGINT KEY, `WINDOWEND` BIGINT KEY, `N` BIGINT',
    ],
    ['SELECT n, windowend FROM hourly;', '`N` BIGINT, `WINDOWEND` BIGINT KEY'],
    ['SELECT shop AS place, pieces FROM total;', '`PLACE` STRING, `PIECES` INTEGER'],
  ])('names the columns of the key: %s', async (sql, schema) => {
    const [header] = await elements(sql);
    expect(header.header.schema).toBe(schema);
  });
});

describe('the last element', () => {
  test.each([
    ['a look at a table says nothing', 'SELECT * FROM total;', undefined],
    ['nor when LIMIT cuts it', 'SELECT * FROM total LIMIT 1;', undefined],
    ['a pull query over a stream ends', 'SELECT * FROM sales;', 'Query Completed'],
    ['or is cut', 'SELECT * FROM sales LIMIT 2;', 'Limit Reached'],
    ['a push query reaches its LIMIT', 'SELECT * FROM sales EMIT CHANGES LIMIT 3;', 'Limit Reached'],
    ['which may be 0', 'SELECT * FROM sales EMIT CHANGES LIMIT 0;', 'Limit Reached'],
  ])('%s: %s', async (_name, sql, message) => {
    const last = (await elements(sql)).at(-1);
    expect(last.finalMessage).toBe(message);
  });
});
