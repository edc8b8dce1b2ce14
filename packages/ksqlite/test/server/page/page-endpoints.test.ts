import { call, type Json } from '../support/http-call.ts';
import { openServer, type TestServer } from '../support/open-server.ts';

const HOSTILE = '<img src=x onerror="alert(1)">';
let server: TestServer;

beforeAll(async () => {
  server = await openServer();
  await server.database.execute(`
    CREATE STREAM readings (sensor VARCHAR KEY, degrees DOUBLE, label VARCHAR) WITH (KAFKA_TOPIC='readings', PARTITIONS=2, VALUE_FORMAT='JSON');
    CREATE TABLE counts AS SELECT sensor, COUNT(*) AS n FROM readings WHERE degrees > 0 GROUP BY sensor;
    INSERT INTO readings (sensor, degrees, label) VALUES ('a', 1.5, '${HOSTILE}');
    INSERT INTO readings (sensor, degrees, label) VALUES ('b', -1, 'cold');
    INSERT INTO readings (sensor, degrees, label) VALUES ('a', 2, NULL);`);
  await server.engine.scheduler.settled();
});
afterAll(() => server.close());

const get = async (path: string): Promise<Json> => JSON.parse((await call(server.url, 'GET', path)).body);
const post = async (path: string, body: object): Promise<{ status: number; body: Json }> => {
  const answer = await call(server.url, 'POST', path, JSON.stringify(body));
  return { status: answer.status, body: JSON.parse(answer.body) };
};

it('tells of topics and queries with their counts', async () => {
  expect(await get('/page/api/topology')).toMatchObject({
    interactive: true,
    processingLog: null,
    topics: [
      { name: 'readings', partitions: 2, written: 3, sources: [{ name: 'READINGS', kind: 'STREAM' }] },
      { name: 'COUNTS', written: 2, sources: [{ name: 'COUNTS', kind: 'TABLE' }] },
    ],
    queries: [
      {
        id: 'CTAS_COUNTS_1',
        state: 'RUNNING',
        error: '',
        sink: { topic: 'COUNTS', name: 'COUNTS' },
        inputs: [{ topic: 'readings', read: 3, unread: 0, behindMs: 0 }],
        recordsOut: 2,
        late: 0,
        dropped: 0,
        errors: 0,
      },
    ],
  });
});

it('tells of a query’s plan, with what went through each step', async () => {
  const { plan, sql, state } = await get('/page/api/query/CTAS_COUNTS_1');
  expect({ sql, state }).toEqual({ sql: expect.stringContaining('COUNT(*)'), state: 'RUNNING' });
  expect(plan.title).toBe('SINK');
  const [project] = plan.inputs;
  const [aggregate] = project.inputs;
  const [filter] = aggregate.inputs;
  expect(project).toMatchObject({ title: 'TABLE PROJECT', counts: { recordsIn: 2, recordsOut: 2 } });
  expect(aggregate).toMatchObject({ title: 'AGGREGATE', counts: { recordsIn: 2, recordsOut: 2 } });
  expect(aggregate.stateBytes).toBeGreaterThan(0);
  expect(filter).toMatchObject({
    title: 'FILTER',
    counts: { recordsIn: 3, recordsOut: 2 },
    inputs: [{ title: 'SOURCE', stateBytes: 0 }],
  });
  expect((await call(server.url, 'GET', '/page/api/query/NONE')).status).toBe(404);
});

it('lists what statements can name', async () => {
  const { sources, functions } = await get('/page/api/catalogue');
  expect(sources[0]).toMatchObject({
    name: 'READINGS',
    columns: [
      { name: 'SENSOR', type: 'STRING', role: 'key' },
      { name: 'DEGREES', type: 'DOUBLE', role: 'value' },
      { name: 'LABEL', type: 'STRING', role: 'value' },
    ],
  });
  expect(functions).toContainEqual({ name: 'UCASE', type: 'SCALAR' });
});

describe('records', () => {
  const asked = (more: object = {}) =>
    post('/page/api/records', { topic: 'readings', source: 'READINGS', ...more });

  it('are the newest, as rows of a stream', async () => {
    const { body } = await asked();
    expect(body.columns.map(({ name }: Json) => name)).toEqual(['SENSOR', 'DEGREES', 'LABEL']);
    expect(body.records).toHaveLength(3);
    expect(body.records.map(({ row }: Json) => row)).toContainEqual(['"a"', '1.5', JSON.stringify(HOSTILE)]);
  });

  it('are those of a key', async () => {
    const { body } = await asked({ key: 'a' });
    expect(body.records.map(({ key, offset }: Json) => [key, offset])).toEqual([
      ['a', 2],
      ['a', 0],
    ]);
    expect(body.searched).toBe(3);
  });

  it('are those from an offset on, and from a time on', async () => {
    const { body } = await asked({ key: 'a' });
    const [newest] = body.records;
    const from = await asked({ partition: newest.partition, offset: 1 });
    expect(from.body.records.map(({ offset }: Json) => offset)).toEqual([2, 1]);
    expect((await asked({ time: newest.timestamp + 60_000 })).body.records).toEqual([]);
    expect((await asked({ time: 0 })).body.records).toHaveLength(3);
  });

  it('are text without a source, and told why where they can’t be read', async () => {
    await server.engine.execute(
      `CREATE STREAM wrong (x INT) WITH (KAFKA_TOPIC='readings', VALUE_FORMAT='KAFKA');`,
    );
    const plain = await post('/page/api/records', { topic: 'COUNTS', key: 'a' });
    expect(plain.body.records[0]).toMatchObject({ key: 'a', value: '{"N":2}' });
    expect(plain.body.records[0].row).toBeUndefined();
    const { body } = await post('/page/api/records', { topic: 'readings', source: 'WRONG', limit: 1 });
    expect(body.records[0].unreadable).toMatch(/^value: /);
  });

  it('are refused where there is no such topic, and where the question has not the form', async () => {
    expect((await post('/page/api/records', { topic: 'none' })).status).toBe(404);
    expect((await asked({ limit: 100_000 })).status).toBe(400);
  });
});

describe('a script is analysed', () => {
  const analysed = async (sql: string): Promise<Json> => (await post('/page/api/analyse', { sql })).body;

  it('at the place where it is wrong, and nothing of it is executed', async () => {
    const sql = 'SELECT nothing FROM readings EMIT CHANGES;';
    const { problems, statements } = await analysed(sql);
    expect(statements).toMatchObject([{ kind: 'QueryStatement', role: 'query', isPush: true }]);
    expect(problems).toHaveLength(1);
    expect(sql.slice(problems[0].from, problems[0].to)).toBe('nothing');
    await analysed('CREATE STREAM made AS SELECT * FROM readings;');
    expect(server.engine.sources().map(({ name }) => name)).not.toContain('MADE');
  });

  it('as far as it can be known: what an earlier statement makes is not there yet', async () => {
    const script = `CREATE STREAM made (a INT) WITH (KAFKA_TOPIC='made', PARTITIONS=1, VALUE_FORMAT='JSON'); SELECT a FROM made EMIT CHANGES;`;
    expect((await analysed(script)).problems).toEqual([]);
    expect((await analysed('SELECT a FROM made EMIT CHANGES;')).problems).toHaveLength(1);
  });

  it('for its syntax', async () => {
    expect((await analysed('SELEC 1;')).problems).toMatchObject([{ code: 'SQL_SYNTAX', from: 0 }]);
  });
});

it('wants the token, and refuses other sites', async () => {
  const other = await openServer({ token: 'secret' });
  try {
    expect((await call(other.url, 'GET', '/page/api/topology')).status).toBe(401);
    const known = await call(other.url, 'GET', '/page/api/topology', undefined, {
      authorization: 'Bearer secret',
    });
    expect(known.status).toBe(200);
  } finally {
    await other.close();
  }
  const foreign = { origin: 'https://example.com' };
  expect((await call(server.url, 'GET', '/page/api/topology', undefined, foreign)).status).toBe(403);
  expect(server.defects).toEqual([]);
});
