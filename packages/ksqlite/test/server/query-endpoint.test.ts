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

describe('settings of a request', () => {
  const refused = async (sql: string, streamsProperties: Json): Promise<Json> => {
    const body = JSON.stringify({ ksql: sql, streamsProperties });
    const answer = await call(server.url, 'POST', '/query', body);
    expect(answer.status).toBe(400);
    return JSON.parse(answer.body);
  };
  const NO_SCANS = { 'ksql.query.pull.table.scan.enabled': false };

  test.each([
    ['SELECT * FROM total;', 'Query requires table scan to be enabled'],
    ['SELECT * FROM total WHERE pieces > 1;', 'WHERE clause missing key column for disjunct: (PIECES > 1).'],
    ["SELECT * FROM total WHERE shop <> 'harbour';", "Bound on key columns '[`SHOP` STRING KEY]' must"],
    [
      "SELECT * FROM total WHERE shop > 'a' AND shop < 'z';",
      'A comparison condition on the key column cannot',
    ],
    ["SELECT * FROM total WHERE shop = 'a' OR pieces = 1;", 'missing key column for disjunct: (PIECES = 1).'],
    ["SELECT * FROM total WHERE UCASE(shop) = 'A';", 'A comparison must directly reference a key column'],
    ["SELECT * FROM total WHERE 'a' LIKE 'a';", 'Like condition must be between strings'],
    [
      'SELECT * FROM total WHERE shop IS NOT NULL;',
      'Unsupported expression in WHERE clause: (SHOP IS NOT NULL)',
    ],
    ["SELECT * FROM hourly WHERE shop < 'z';", 'Query requires table scan to be enabled'],
  ])('forbid to go through a table: %s', async (sql, message) => {
    expect((await refused(sql, NO_SCANS)).message).toContain(message);
  });

  test.each([
    "SELECT * FROM total WHERE shop = 'harbour';",
    "SELECT * FROM total WHERE shop IN ('harbour', 'nowhere');",
    "SELECT * FROM total WHERE 'harbour' = shop AND pieces > 1;",
    "SELECT * FROM total WHERE NOT (NOT shop = 'harbour');",
    "SELECT * FROM total WHERE shop < 'i';",
    "SELECT * FROM hourly WHERE shop = 'harbour' AND WINDOWSTART >= 0;",
  ])('and let keys be looked up: %s', async (sql) => {
    const rows = (await elements(sql, NO_SCANS)).slice(1);
    expect(rows.map(({ row }) => row.columns[0])).toEqual(['harbour']);
  });

  test('forbid ranges of keys', async () => {
    const properties = { ...NO_SCANS, 'ksql.query.pull.range.scan.enabled': 'false' };
    const { message } = await refused("SELECT * FROM total WHERE shop < 'i';", properties);
    expect(message).toContain('Query requires table scan to be enabled');
  });

  test('forbid LIMIT in pull queries alone', async () => {
    const properties = { ...FROM_BEGINNING, 'ksql.query.pull.limit.clause.enabled': false };
    const { message } = await refused('SELECT * FROM sales LIMIT 1;', properties);
    expect(message).toContain('LIMIT clause in pull queries is currently disabled.');
    expect(await elements('SELECT * FROM sales EMIT CHANGES LIMIT 1;', properties)).toHaveLength(3);
  });

  test.each(['/ksql', '/query', '/query-stream'])(
    'of a name that ksqlDB does not know are refused: %s',
    async (path) => {
      const sql = 'SELECT * FROM total;';
      const set = { 'auto.ofset.reset': 'earliest' };
      const body =
        path === '/query-stream' ? { sql, properties: set } : { ksql: sql, streamsProperties: set };
      const answer = await call(server.url, 'POST', path, JSON.stringify(body));
      expect([answer.status, JSON.parse(answer.body)]).toEqual([
        400,
        {
          '@type': 'generic_error',
          error_code: 40000,
          message: "Not recognizable as ksql, streams, consumer, or producer property: 'auto.ofset.reset'",
        },
      ]);
    },
  );

  test.each(['ksql.streams.max.poll.records', 'consumer.fetch.min.bytes', 'ksql.query.push.v2.enabled'])(
    'that mean nothing here are taken: %s',
    async (name) => {
      expect(await elements('SELECT * FROM total LIMIT 1;', { [name]: 1 })).toHaveLength(2);
    },
  );
});

test.each([
  ['SELECT shop, ROWPARTITION FROM total;', 'in SELECT clauses: `ROWPARTITION`'],
  ['SELECT *, ROWOFFSET FROM sales;', 'in SELECT clauses: `ROWOFFSET`'],
  ['SELECT * FROM sales WHERE ROWOFFSET > ROWPARTITION;', 'in WHERE clauses: `ROWOFFSET`, `ROWPARTITION`'],
])('a pull query does not say where a row was read: %s', async (sql, message) => {
  const answer = await call(server.url, 'POST', '/query', JSON.stringify({ ksql: sql }));
  expect([answer.status, JSON.parse(answer.body).message]).toEqual([400, expect.stringContaining(message)]);
});

test.each([
  ['SELECT * FROM total WHERE shop IN (NULL);', 'Primary key columns can not be NULL: (SHOP = null)'],
  [
    "SELECT * FROM by_pieces WHERE pieces IN (1, '2');",
    "'2' can not be converted to the type of the key column: PIECES INTEGER KEY",
  ],
  ['SELECT * FROM by_pieces WHERE pieces = 1.5;', "'1.5' can not be converted to the type of the key column"],
])('a key that is none is refused: %s', async (sql, message) => {
  await ksql(
    server.url,
    'CREATE TABLE IF NOT EXISTS by_pieces AS SELECT pieces, COUNT(*) AS n FROM sales GROUP BY pieces;',
  );
  const answer = await call(server.url, 'POST', '/query', JSON.stringify({ ksql: sql }));
  expect([answer.status, JSON.parse(answer.body).message]).toEqual([400, expect.stringContaining(message)]);
});

describe('rows of a table that are gone', () => {
  beforeAll(async () => {
    const made = await ksql(
      server.url,
      `CREATE TABLE shops (area VARCHAR PRIMARY KEY, shop VARCHAR PRIMARY KEY, staff INT) WITH (KAFKA_TOPIC='shops', FORMAT='JSON', PARTITIONS=1);
       CREATE STREAM moves (shop VARCHAR KEY, pieces INT) WITH (KAFKA_TOPIC='moves', VALUE_FORMAT='JSON', PARTITIONS=1);
       CREATE TABLE stocked AS SELECT shop, SUM(pieces) AS n FROM moves WINDOW TUMBLING (SIZE 1 SECOND) GROUP BY shop HAVING SUM(pieces) > 0;
       INSERT INTO shops VALUES ('south', 'kiosk', 2);
       INSERT INTO moves (ROWTIME, shop, pieces) VALUES (1500, 'kiosk', 4);
       INSERT INTO moves (ROWTIME, shop, pieces) VALUES (1600, 'kiosk', -4);`,
    );
    expect([made.status, made.body]).toEqual([200, expect.anything()]);
    const key = '{"AREA":"south","SHOP":"kiosk"}';
    await server.database.topics.produce([
      { topic: 'shops', key, value: null },
      { topic: 'shops', key: null, value: null },
      { topic: 'shops', key, value: '{"STAFF":1}' },
    ]);
    await server.database.settled();
  });
  const rows = async (sql: string): Promise<Json[]> =>
    (await elements(sql)).flatMap(({ row }) => (row === undefined ? [] : [row]));
  const gone = (...columns: Json[]): Json => ({ columns, tombstone: true });

  test.each([
    ['SELECT * FROM shops EMIT CHANGES LIMIT 3;', gone('south', 'kiosk', null)],
    [
      'SELECT staff, shop, UCASE(area) AS a, ROWTIME FROM shops EMIT CHANGES LIMIT 3;',
      gone(null, 'kiosk', null, null),
    ],
    ['SELECT staff FROM shops EMIT CHANGES LIMIT 3;', gone(null)],
    ['SELECT shop, area FROM shops WHERE staff > 0 EMIT CHANGES LIMIT 3;', gone('kiosk', 'south')],
  ])('are told by their key: %s', async (sql, row) => {
    expect((await rows(sql)).slice(1, 2)).toEqual([row]);
  });

  test.each([
    ['SELECT * FROM stocked EMIT CHANGES LIMIT 2;', gone('kiosk', 1000, 2000, null)],
    ['SELECT n, WINDOWEND FROM stocked EMIT CHANGES LIMIT 2;', gone(null, 2000)],
    [
      'SELECT SUM(pieces) AS n, shop FROM moves GROUP BY shop HAVING SUM(pieces) > 0 EMIT CHANGES LIMIT 2;',
      gone(null, 'kiosk'),
    ],
  ])('and by their window: %s', async (sql, row) => {
    expect((await rows(sql)).at(-1)).toEqual(row);
  });

  test('count for LIMIT where they are not sent', async () => {
    const properties = FROM_BEGINNING;
    const body = JSON.stringify({ sql: 'SELECT staff FROM shops EMIT CHANGES LIMIT 3;', properties });
    const { body: answer } = await call(server.url, 'POST', '/query-stream', body);
    expect(answer.trim().split('\n').slice(1)).toEqual(['[2]', '[1]']);
  });
});

test('numbers show their type: a DOUBLE has a point, at any depth', async () => {
  const made = await ksql(
    server.url,
    `CREATE STREAM scales (id VARCHAR KEY, kilos DOUBLE, all_kilos ARRAY<DOUBLE>, price DECIMAL(6, 2)) WITH (KAFKA_TOPIC='scales', VALUE_FORMAT='JSON', PARTITIONS=1);
     INSERT INTO scales VALUES ('a', 1, ARRAY[CAST(2 AS DOUBLE), 1E21], 3);`,
  );
  expect([made.status, made.body]).toEqual([200, expect.anything()]);
  const body = JSON.stringify({ sql: 'SELECT * FROM scales;', properties: FROM_BEGINNING });
  const { body: answer } = await call(server.url, 'POST', '/query-stream', body);
  expect(answer.trim().split('\n').at(-1)).toBe('["a",1.0,[2.0,1.0E21],3.00]');
});
