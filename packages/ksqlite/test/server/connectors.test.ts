import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CONNECT_METRICS } from '../../src/connect/index.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { type KsqlServer, startKsqlServer } from '../../src/server/ksql-server.ts';
import { type Json, ksql, call as request } from './support/http-call.ts';

const SOURCE = 'org.apache.kafka.connect.file.FileStreamSourceConnector';
const SECRET = 'correct-horse-battery';

let folder: string;
let file: string;
let database: Awaited<ReturnType<typeof openDatabase>>;
let server: KsqlServer;
const open = async () => {
  database = await openDatabase(join(folder, 'data'));
  server = await startKsqlServer({ database, host: '127.0.0.1', port: 0 });
};
const close = async () => {
  await server.close();
  await database.close();
};
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'connectors-'));
  file = join(folder, 'lines.txt');
  await writeFile(file, 'a\nb\n');
  await open();
});
afterEach(async () => {
  await close();
  await rm(folder, { recursive: true });
});

const call = (sql: string): Promise<{ status: number; body: Json }> => ksql(server.url, sql);
const create = (more = '', condition = '') =>
  `CREATE SOURCE CONNECTOR ${condition} c WITH ('connector.class'='${SOURCE}', 'file'='${file}', 'topic'='lines'${more});`;
const CREATE = () => create();
const masked = (condition = '') =>
  `CREATE SOURCE CONNECTOR${condition} C WITH ('connector.class'='${SOURCE}', 'file'='[string]', 'topic'='[string]');`;

test('a connector is made, shown, described and dropped, in ksqlDB’s words', async () => {
  expect((await call(CREATE())).body).toEqual([
    {
      '@type': 'connector_info',
      statementText: masked(),
      info: {
        name: 'C',
        config: { name: 'C', 'connector.class': SOURCE, file, topic: 'lines' },
        tasks: [{ connector: 'C', task: 0 }],
        type: 'source',
      },
      warnings: [],
    },
  ]);
  const worker = await database.connectors();
  await worker.until(() => worker.get('C').tasks()[0]?.counts.records === 2);
  await call(
    "CREATE STREAM lines (line VARCHAR) WITH (KAFKA_TOPIC='lines', VALUE_FORMAT='JSON', WRAP_SINGLE_VALUE=false);",
  );

  const [list, sinks] = (await call('SHOW CONNECTORS; LIST SINK CONNECTORS;')).body;
  expect(list).toEqual({
    '@type': 'connector_list',
    statementText: 'SHOW CONNECTORS;',
    connectors: [{ name: 'C', type: 'source', className: SOURCE, state: 'RUNNING (1/1 tasks RUNNING)' }],
    warnings: [],
  });
  expect(sinks.connectors).toEqual([]);
  expect((await call('DESCRIBE CONNECTOR c;')).body[0]).toEqual({
    '@type': 'connector_description',
    statementText: 'DESCRIBE CONNECTOR c;',
    connectorClass: SOURCE,
    status: {
      name: 'C',
      connector: { state: 'RUNNING', worker_id: 'ksqlite' },
      tasks: [{ id: 0, state: 'RUNNING', worker_id: 'ksqlite' }],
      type: 'source',
    },
    sources: [expect.objectContaining({ name: 'LINES', topic: 'lines', type: 'STREAM' })],
    topics: ['lines'],
    warnings: [],
  });
  const [plugins] = (await call('SHOW CONNECTOR PLUGINS;')).body;
  expect(plugins).toMatchObject({
    '@type': 'connector_plugins_list',
    connectorsPlugins: expect.arrayContaining([{ className: SOURCE, type: 'source', version: '3.9.0' }]),
  });
  expect((await call('DROP CONNECTOR c;')).body).toEqual([
    { '@type': 'drop_connector', statementText: 'DROP CONNECTOR c;', connectorName: 'C', warnings: [] },
  ]);
  expect((await call('SHOW CONNECTORS;')).body[0].connectors).toEqual([]);
});

test('what is made starts again with the folder, and gives nothing twice', async () => {
  await call(CREATE());
  const first = await database.connectors();
  await first.until(() => first.get('C').tasks()[0]?.counts.records === 2);
  await close();
  await open();
  const worker = await database.connectors();
  await writeFile(file, 'a\nb\nc\n');
  await worker.until(() => worker.get('C').tasks()[0]?.counts.records === 1);
  expect(database.countRecords('lines')).toBe(3);
});

test('what is there already, or not there, is told as ksqlDB does', async () => {
  await call(CREATE());
  expect(await call(CREATE())).toMatchObject({
    status: 409,
    body: { error_code: 40900, message: 'Connector C already exists' },
  });
  const again = await call(CREATE().replace(' c ', ' IF NOT EXISTS c '));
  expect(again.body).toEqual([
    {
      '@type': 'warning_entity',
      statementText: masked(' IF NOT EXISTS'),
      message: 'Connector C already exists',
      warnings: [],
    },
  ]);
  expect(await call('DROP CONNECTOR x;')).toMatchObject({
    status: 404,
    body: {
      error_code: 40400,
      message: 'Failed to drop connector: {"error_code":404,"message":"Connector X not found"}',
    },
  });
  expect((await call('DROP CONNECTOR IF EXISTS x;')).body[0]).toMatchObject({
    '@type': 'warning_entity',
    message: "Connector 'X' does not exist.",
  });
  expect(await call('DESCRIBE CONNECTOR x;')).toMatchObject({
    status: 404,
    body: {
      message:
        'Failed to query connector status: {"error_code":404,"message":"No status found for connector X"}',
    },
  });
});

test('what is wrong with it is refused by name, without its values, and nothing before it is done', async () => {
  const wrong = CREATE().replace(');', `, 'database.password'='${SECRET}');`);
  const { status, body } = await call(
    `CREATE STREAM s (v INT) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=1); ${wrong} SHOW STREAMS;`,
  );
  expect([status, body.error_code, body.message]).toEqual([
    400,
    40001,
    'Validation error: database.password - there is no such key here: leave it out',
  ]);
  expect(JSON.stringify(body)).not.toContain(SECRET);
  expect(database.sources()).toEqual([]);
});

test('a program makes one by its statement', async () => {
  const [made] = await database.execute(CREATE());
  expect(made?.message).toBe('Created connector C');
  await expect(database.execute(CREATE())).rejects.toMatchObject({ code: 'CONNECTOR_EXISTS' });
  const [dropped] = await database.execute('DROP CONNECTOR c;');
  expect(dropped?.message).toBe('Dropped connector "C"');
  await expect(database.execute('DROP CONNECTOR c;')).rejects.toMatchObject({ code: 'CONNECTOR_UNKNOWN' });
});

describe('Kafka Connect’s REST API', () => {
  const CONFIG = { 'connector.class': SOURCE, topic: 'lines' };
  const ask = async (method: string, path: string, body?: unknown) => {
    const answer = await request(
      server.url,
      method,
      path,
      body === undefined ? undefined : JSON.stringify(body),
    );
    return {
      status: answer.status,
      body: answer.body === '' ? undefined : (JSON.parse(answer.body) as Json),
    };
  };
  const info = (config: object) => ({
    name: 'c',
    config: { name: 'c', ...config },
    tasks: [{ connector: 'c', task: 0 }],
    type: 'source',
  });
  const status = (state: string, task = state) => ({
    name: 'c',
    connector: { state, worker_id: 'ksqlite' },
    tasks: [{ id: 0, state: task, worker_id: 'ksqlite' }],
    type: 'source',
  });
  const running = async () => {
    const worker = await database.connectors();
    await worker.until(() => worker.get('c').tasks()[0]?.state === 'RUNNING');
  };

  test('makes, shows, pauses, resumes, restarts, changes and drops a connector', async () => {
    expect(await ask('GET', '/connectors')).toEqual({ status: 200, body: [] });
    const made = await ask('POST', '/connectors', { name: 'c', config: { ...CONFIG, file } });
    expect(made).toEqual({ status: 201, body: info({ ...CONFIG, file }) });
    await running();
    expect((await ask('GET', '/connectors')).body).toEqual(['c']);
    expect((await ask('GET', '/connectors/c')).body).toEqual(info({ ...CONFIG, file }));
    expect((await ask('GET', '/connectors/c/config')).body).toEqual({ name: 'c', ...CONFIG, file });
    expect((await ask('GET', '/connectors/c/status')).body).toEqual(status('RUNNING'));
    expect((await ask('GET', '/connectors/c/tasks/0/status')).body).toEqual(status('RUNNING').tasks[0]);
    expect(await ask('PUT', '/connectors/c/pause')).toEqual({ status: 202, body: undefined });
    expect((await ask('GET', '/connectors?expand=status')).body).toEqual({ c: { status: status('PAUSED') } });
    expect(await ask('PUT', '/connectors/c/resume')).toEqual({ status: 202, body: undefined });
    expect((await ask('POST', '/connectors/c/restart')).status).toBe(204);
    expect((await ask('POST', '/connectors/c/restart?includeTasks=true')).status).toBe(202);
    expect((await ask('POST', '/connectors/c/tasks/0/restart')).status).toBe(204);
    const other = { ...CONFIG, file: `${file}2` };
    expect(await ask('PUT', '/connectors/c/config', other)).toEqual({ status: 200, body: info(other) });
    expect((await ask('GET', '/connector-plugins')).body).toContainEqual({
      class: SOURCE,
      type: 'source',
      version: '3.9.0',
    });
    expect(await ask('DELETE', '/connectors/c')).toEqual({ status: 204, body: undefined });
    expect((await ask('GET', '/connectors')).body).toEqual([]);
  });

  test('refuses as Kafka Connect does', async () => {
    const refused = (status: number, message: string) => ({ status, body: { error_code: status, message } });
    expect(await ask('GET', '/connectors/x')).toEqual(refused(404, 'Connector x not found'));
    expect(await ask('GET', '/connectors/x/status')).toEqual(refused(404, 'No status found for connector x'));
    expect(await ask('GET', '/connectors/x/y')).toEqual(refused(404, 'HTTP 404 Not Found'));
    expect(await ask('POST', '/connectors/x/pause')).toEqual(refused(405, 'HTTP 405 Method Not Allowed'));
    expect(
      await ask('POST', '/connectors', { name: 'c', config: { ...CONFIG, file, secret: SECRET } }),
    ).toEqual(
      refused(
        400,
        'Connector configuration is invalid and contains the following 1 error(s):\nsecret - there is no such key here: leave it out',
      ),
    );
    await ask('PUT', '/connectors/c/config', { ...CONFIG, file });
    expect(await ask('POST', '/connectors', { name: 'c', config: { ...CONFIG, file } })).toEqual(
      refused(409, 'Connector c already exists'),
    );
  });

  test('a server of a query file lets nobody make or drop one', async () => {
    await server.close();
    server = await startKsqlServer({ database, host: '127.0.0.1', port: 0, interactive: false });
    expect((await ask('PUT', '/connectors/c/config', { ...CONFIG, file })).status).toBe(403);
    expect((await ask('PUT', '/connectors/c/pause')).body.message).toBe('Connector c not found');
  });
});

test('metrics say what connectors do, and nothing where there are none', async () => {
  const scrape = async () => (await request(server.url, 'GET', '/metrics')).body;
  expect(await scrape()).not.toContain('ksqlite_connector');
  await call(create());
  const worker = await database.connectors();
  await worker.until(() => worker.get('C').tasks()[0]?.counts.records === 2);
  const sink = 'org.apache.kafka.connect.file.FileStreamSinkConnector';
  await call(
    `CREATE SINK CONNECTOR out WITH ('connector.class'='${sink}', 'file'='${file}.out', 'topics'='lines');`,
  );
  await worker.until(() => worker.get('OUT').tasks()[0]?.counts.records === 2);
  await worker.pause('OUT');
  await database.topics.produce([{ topic: 'lines', key: null, value: '"c"' }]);
  const text = await scrape();
  expect(text).toContain('ksqlite_connector_task_state{connector="C",task="0",state="RUNNING"} 1\n');
  expect(text).toContain('ksqlite_connector_task_state{connector="OUT",task="0",state="PAUSED"} 1\n');
  expect(text).toContain('ksqlite_connector_records_total{connector="C",task="0"} 2\n');
  expect(text).toContain('ksqlite_connector_lag_records{connector="OUT",topic="lines"} 1\n');
  const names = [...text.matchAll(/^# TYPE (ksqlite_connector_\w+)/gm)].map(([, name]) => name);
  expect(names).toEqual(CONNECT_METRICS.map(({ name }) => name));
});
