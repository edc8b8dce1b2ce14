import { connectKsqldb } from '../../src/client/connect-ksqldb.ts';
import type { RestClient } from '../../src/client/rest-client.ts';
import { type Answer, type FakeKsqldb, fakeKsqldb, json, pieces } from './support/fake-ksqldb.ts';
import { recorded } from './support/recorded.ts';

let server: FakeKsqldb;
let client: RestClient;

async function connected(answer: Answer): Promise<RestClient> {
  server = await fakeKsqldb(answer);
  client = connectKsqldb({ url: server.url, retryForMs: 0 });
  return client;
}

afterEach(async () => {
  await client.close();
  await server.close();
});

const HEAD = '{"queryId":"q_1","columnNames":["NAME","N"],"columnTypes":["STRING","BIGINT"]}\n';

async function collected<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** Waits, as short as may be, for what another process or callback brings about. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

test('the recorded push query', async () => {
  await connected((response, asked) => {
    const { status, body } = recorded(asked);
    json(response, body as string, status);
  });
  const stream = await client.query('SELECT * FROM readings EMIT CHANGES LIMIT 2;', {
    properties: { 'auto.offset.reset': 'earliest' },
    variables: { a: 'b' },
  });
  expect(stream.columns.map(({ type }) => type)).toEqual([
    'STRING',
    'STRING',
    'DOUBLE',
    'ARRAY<STRING>',
    'STRUCT<`X` INTEGER, `Y` INTEGER>',
  ]);
  expect(await collected(stream.rows)).toEqual([
    ['s1', 'north', 31.5, ['a', 'b'], { X: 1, Y: 2 }],
    ['s2', 'south', 12.25, null, null],
  ]);
  expect(JSON.parse(server.asked[0]?.body ?? '')).toEqual({
    sql: 'SELECT * FROM readings EMIT CHANGES LIMIT 2;',
    properties: { 'auto.offset.reset': 'earliest' },
    sessionVariables: { a: 'b' },
  });
});

test('an answer cut at every byte, and all at once', async () => {
  const rows = [
    ['ä', 1],
    ['車 🚗', 2],
    ['a\nb', 3],
  ];
  const bytes = Buffer.from(HEAD + rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  const cuts = [...bytes.keys(), bytes.length];
  await connected((response, _, nth) =>
    pieces(response, [bytes.subarray(0, cuts[nth]), bytes.subarray(cuts[nth])]),
  );
  for (const _ of cuts) {
    const stream = await client.query('SELECT 1;');
    expect(await collected(stream.rows)).toEqual(rows);
  }
});

test('the last row without a line end, blank lines, \\r\\n, and lines that are not rows between them', async () => {
  await connected((response) =>
    pieces(response, [
      '\n',
      HEAD.replace('\n', '\r\n'),
      '\n["a",1]\r\n{"consistencyToken":{"token":"x"}}\n',
      '["b",2]',
    ]),
  );
  const stream = await client.query('SELECT 1;');
  expect(await collected(stream.rows)).toEqual([
    ['a', 1],
    ['b', 2],
  ]);
});

test('no digit is lost', async () => {
  const types = [
    'BIGINT',
    'DECIMAL(20, 4)',
    'STRUCT<`D` DECIMAL(6, 2), `F` DOUBLE>',
    'MAP<STRING, BIGINT>',
    'NEW',
  ];
  const head = JSON.stringify({ queryId: 'q', columnNames: ['A', 'B', 'C', 'D', 'E'], columnTypes: types });
  await connected((response) =>
    pieces(response, [
      `${head}\n`,
      '[9007199254740993,12345678901234.5000,{"D":1.50,"F":0.1},{"k":-9223372036854775808},[1]]\n',
      '[1,null,null,{"k":2},null]\n',
    ]),
  );
  const stream = await client.query('SELECT 1;');
  expect(await collected(stream.rows)).toEqual([
    [9007199254740993n, '12345678901234.5000', { D: '1.50', F: 0.1 }, { k: -9223372036854775808n }, [1]],
    [1, null, null, { k: 2 }, null],
  ]);
});

test('the connection is lost among the rows', async () => {
  await connected((response) => pieces(response, [HEAD, '["a",1]\n'], 'cut'));
  const stream = await client.query('SELECT 1 EMIT CHANGES;');
  const rows: unknown[] = [];
  const read = async () => {
    for await (const row of stream.rows) rows.push(row);
  };
  await expect(read()).rejects.toMatchObject({ code: 'KSQLDB_AWAY' });
  expect(rows).toEqual([['a', 1]]);
});

test('the query fails among the rows', async () => {
  await connected((response) =>
    pieces(response, [
      HEAD,
      '["a",1]\n{"@type":"generic_error","error_code":50000,"message":"Query died"}\n',
    ]),
  );
  const stream = await client.query('SELECT 1 EMIT CHANGES;');
  await expect(collected(stream.rows)).rejects.toMatchObject({
    code: 'KSQLDB_FAILED',
    message: 'Query died',
  });
});

test('a row that is none', async () => {
  await connected((response) => pieces(response, [HEAD, '["a",1\n'], 'open'));
  const stream = await client.query('SELECT 1 EMIT CHANGES;');
  await expect(collected(stream.rows)).rejects.toMatchObject({ code: 'KSQLDB_ALIEN' });
  await until(() => server.openAnswers() === 0);
});

test.each([
  ['no head', ['["a",1]\n'], 'KSQLDB_ALIEN'],
  ['nothing', [], 'KSQLDB_AWAY'],
  [
    'an error for a head',
    ['{"@type":"generic_error","error_code":40000,"message":"no"}\n'],
    'KSQLDB_REFUSED',
  ],
])('%s', async (_, parts, code) => {
  await connected((response) => pieces(response, parts));
  await expect(client.query('SELECT 1;')).rejects.toMatchObject({ code });
});

test('a refused query', async () => {
  await connected((response, asked) => {
    const { status, body } = recorded(asked);
    json(response, body, status);
  });
  await expect(client.query('SELECT nope FROM readings EMIT CHANGES;')).rejects.toMatchObject({
    code: 'KSQLDB_REFUSED',
    message: "Line: 1, Col: 8: SELECT column 'NOPE' cannot be resolved.",
  });
});

describe('a push query without an end', () => {
  test('ends with close(), and its connection with it', async () => {
    await connected((response) => pieces(response, [HEAD, '["a",1]\n'], 'open'));
    const stream = await client.query('SELECT 1 EMIT CHANGES;');
    const read = collected(stream.rows);
    setTimeout(stream.close, 30);
    expect(await read).toEqual([['a', 1]]);
    await until(() => server.openAnswers() === 0);
  });

  test('ends when its loop is left', async () => {
    await connected((response) => pieces(response, [HEAD, '["a",1]\n["b",2]\n'], 'open'));
    const stream = await client.query('SELECT 1 EMIT CHANGES;');
    for await (const row of stream.rows) {
      expect(row).toEqual(['a', 1]);
      break;
    }
    await until(() => server.openAnswers() === 0);
  });

  test('ends with its signal', async () => {
    await connected((response) => pieces(response, [HEAD], 'open'));
    const abort = new AbortController();
    const stream = await client.query('SELECT 1 EMIT CHANGES;', { signal: abort.signal });
    setTimeout(() => abort.abort(new Error('enough')), 30);
    await expect(collected(stream.rows)).rejects.toThrow('enough');
    await until(() => server.openAnswers() === 0);
  });

  test('does not hold up the next statement', async () => {
    await connected((response, asked) => {
      if (asked.path === '/ksql') json(response, []);
      else pieces(response, [HEAD], 'open');
    });
    const streams = await Promise.all([1, 2, 3].map(() => client.query('SELECT 1 EMIT CHANGES;')));
    expect(await client.execute('SHOW STREAMS;')).toEqual([]);
    for (const stream of streams) stream.close();
  });
});

test('PRINT: lines as they come', async () => {
  await connected((response) =>
    pieces(response, ['Key format: KAFKA_ST', 'RING\nrowtime: 1\n\n\n', 'rowtime: 2\n']),
  );
  expect(await collected(client.print("PRINT 'x' LIMIT 2;"))).toEqual([
    'Key format: KAFKA_STRING',
    'rowtime: 1',
    'rowtime: 2',
  ]);
  expect(server.asked[0]?.path).toBe('/query');
});

test('a query is closed by its id', async () => {
  await connected((response, asked) => {
    const { status, body } = recorded({ ...asked, body: '' });
    json(response, body, status);
  });
  await expect(client.closeQuery('nope')).rejects.toMatchObject({
    code: 'KSQLDB_REFUSED',
    message: 'No query with id nope',
  });
  expect(JSON.parse(server.asked[0]?.body ?? '')).toEqual({ queryId: 'nope' });
});
