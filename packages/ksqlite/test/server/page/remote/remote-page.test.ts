/**
 * The page in front of a ksqlDB server. The server is the embedded one, which answers SHOW, DESCRIBE and EXPLAIN as ksqlDB does; KSQLDB_URL names
 * a real one in its place.
 */
import { type RemotePage, startRemotePage } from '../../../../src/server/page/remote/remote-page.ts';
import { call } from '../../support/http-call.ts';
import { openServer, type TestServer } from '../../support/open-server.ts';

let embedded: TestServer | undefined;
let remote: RemotePage;
let address: string;
/** Names of its own: a real server is shared. */
const NAME = `PAGE_${process.pid}`;

const post = async (path: string, body: object) => call(remote.url, 'POST', path, JSON.stringify(body));
const ksql = (text: string) => post('/ksql', { ksql: text, streamsProperties: {} });
const get = async (path: string) => JSON.parse((await call(remote.url, 'GET', path)).body);

beforeAll(async () => {
  if (!process.env.KSQLDB_URL) embedded = await openServer();
  address = process.env.KSQLDB_URL || embedded!.url;
  remote = await startRemotePage({
    server: `${address}/`,
    host: '127.0.0.1',
    port: 0,
    now: () => 1000,
    onDefect: (error) => {
      throw error;
    },
  });
  const made = await ksql(`
    CREATE STREAM ${NAME} (id VARCHAR KEY, v INT, tags ARRAY<VARCHAR>) WITH (KAFKA_TOPIC='${NAME}', PARTITIONS=1, VALUE_FORMAT='JSON');
    CREATE TABLE ${NAME}_T AS SELECT id, COUNT(*) AS n FROM ${NAME} GROUP BY id;`);
  expect(made.status).toBe(200);
});
afterAll(async () => {
  if (embedded === undefined) {
    // a script is checked as a whole before: the table is still there then
    await ksql(`DROP TABLE ${NAME}_T DELETE TOPIC;`);
    await ksql(`DROP STREAM ${NAME} DELETE TOPIC;`);
  }
  await remote.close();
  await embedded?.close();
});

it('makes a topology of statements', async () => {
  const topology = await get('/page/api/topology');
  expect(topology).toMatchObject({ remote: address, interactive: true, view: null });
  const query = topology.queries.find(({ sink }: { sink: { name: string } }) => sink.name === `${NAME}_T`);
  expect(query).toMatchObject({
    state: 'RUNNING',
    sink: { topic: `${NAME}_T` },
    inputs: [expect.objectContaining({ topic: NAME })],
  });
  expect(topology.topics).toContainEqual(
    expect.objectContaining({
      name: NAME,
      partitions: 1,
      sources: [{ name: NAME, kind: 'STREAM', windowed: false, valueFormat: 'JSON' }],
    }),
  );
  const described = await get(`/page/api/query/${query.id}`);
  expect(described).toMatchObject({
    id: query.id,
    state: 'RUNNING',
    sql: expect.stringContaining('COUNT(*)'),
  });
});

it('tells what statements can name', async () => {
  const { sources, functions } = await get('/page/api/catalogue');
  expect(sources.find(({ name }: { name: string }) => name === NAME)).toMatchObject({
    kind: 'STREAM',
    columns: [
      { name: 'ID', type: 'STRING', role: 'key' },
      { name: 'V', type: 'INTEGER', role: 'value' },
      { name: 'TAGS', type: 'ARRAY<STRING>', role: 'value' },
    ],
  });
  expect(functions.map(({ name }: { name: string }) => name)).toContain('COUNT');
});

it('hands statements and queries on, and what the server refuses back', async () => {
  const refused = await ksql('SELECT FROM;');
  expect(refused.status).toBe(400);
  expect(JSON.parse(refused.body)).toMatchObject({ error_code: 40001 });
  await ksql(`INSERT INTO ${NAME} (id, v) VALUES ('a', 1);`);
  const rows = await call(
    remote.url,
    'POST',
    '/query-stream',
    JSON.stringify({
      sql: `SELECT id, v FROM ${NAME} EMIT CHANGES LIMIT 1;`,
      properties: { 'auto.offset.reset': 'earliest' },
    }),
  );
  expect(rows.body).toContain('["a",1]');
});

it('says by their first words what statements do', async () => {
  const { body } = await post('/page/api/analyse', {
    sql: "SELECT * FROM a EMIT CHANGES; select 1 from b; PRINT 'x'; SHOW STREAMS; DROP STREAM a;",
  });
  expect(
    JSON.parse(body).statements.map(({ role, isPush }: { role: string; isPush: boolean }) => [role, isPush]),
  ).toEqual([
    ['query', true],
    ['query', false],
    ['print', true],
    ['inspect', false],
    ['ddl', false],
  ]);
});

it('refuses what it has not, other sites, and ids that are none', async () => {
  expect((await post('/page/api/records', {})).status).toBe(404);
  expect((await call(remote.url, 'GET', '/page/api/query/a;b')).status).toBe(404);
  expect((await call(remote.url, 'GET', '/metrics')).status).toBe(404);
  const elsewhere = await fetch(`${remote.url}/page/api/topology`, {
    headers: { origin: 'http://evil.example' },
  });
  expect(elsewhere.status).toBe(403);
});

it('says that the server can’t be reached', async () => {
  const lost = await startRemotePage({
    // a port of the discard protocol: nobody listens
    server: 'http://127.0.0.1:9',
    host: '127.0.0.1',
    port: 0,
    now: () => 0,
    onDefect: () => undefined,
  });
  const { status, body } = await call(lost.url, 'GET', '/page/api/topology');
  expect({ status, message: JSON.parse(body).message }).toEqual({
    status: 502,
    message: expect.stringMatching(/^http:\/\/127\.0\.0\.1:9 can’t be reached/),
  });
  await lost.close();
});

describe('with a token', () => {
  const guard = (server: string, more: { readonly token?: string; readonly authorization?: string }) =>
    startRemotePage({
      server,
      host: '127.0.0.1',
      port: 0,
      now: () => 0,
      onDefect: () => undefined,
      ...more,
    });
  const asked = async (page: RemotePage, given?: string): Promise<{ status: number; message: unknown }> => {
    const headers: Record<string, string> = given === undefined ? {} : { authorization: `Bearer ${given}` };
    const { status, body } = await call(page.url, 'GET', '/page/api/topology', undefined, headers);
    return { status, message: JSON.parse(body).message };
  };

  it('a browser gives it to the page, and the page its own credentials to the server', async () => {
    const server = await openServer({ token: 'of-the-server' });
    const known = await guard(server.url, { token: 'of-the-page', authorization: 'Bearer of-the-server' });
    expect((await asked(known)).status).toBe(401);
    expect((await asked(known, 'of-the-server')).status).toBe(401);
    expect((await asked(known, 'of-the-page')).status).toBe(200);
    expect((await call(known.url, 'GET', '/page/icon.svg')).status).not.toBe(401);
    await known.close();
    const unknown = await guard(server.url, { token: 'of-the-server' });
    expect(await asked(unknown, 'of-the-server')).toEqual({
      status: 502,
      message: expect.stringMatching(/does not let the page in: start ksqlite page with KSQLDB_USERNAME/),
    });
    await unknown.close();
    const handedOn = await guard(server.url, {});
    expect((await asked(handedOn, 'of-the-server')).status).toBe(200);
    await handedOn.close();
    await server.close();
  });

  it('other machines are let in, and without one not', async () => {
    const options = { server: address, host: '0.0.0.0', port: 0, now: () => 0, onDefect: () => undefined };
    await expect(startRemotePage(options)).rejects.toThrow(/0\.0\.0\.0 can be reached from other machines/);
    const open = await startRemotePage({ ...options, token: 'of-the-page' });
    await open.close();
  });
});
