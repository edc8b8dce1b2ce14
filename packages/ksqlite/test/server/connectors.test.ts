import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../src/database/open-database.ts';
import { type KsqlServer, startKsqlServer } from '../../src/server/ksql-server.ts';
import { type Json, ksql } from './support/http-call.ts';

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
