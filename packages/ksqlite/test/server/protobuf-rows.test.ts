/** Rows as Protobuf messages, as ksqlDB's JsonStreamedRowResponseWriter writes them: the header has the .proto file. */
import { call, ksql } from './support/http-call.ts';
import { openServer, type TestServer } from './support/open-server.ts';

const TYPE = 'application/vnd.ksql.v1+protobuf';
let server: TestServer;
beforeAll(async () => {
  server = await openServer();
  const made = await ksql(
    server.url,
    `CREATE STREAM picks (tree VARCHAR KEY, kilos INT, sorts ARRAY<VARCHAR>, \`a b\` INT, nested ARRAY<ARRAY<INT>>)
       WITH (KAFKA_TOPIC='picks', VALUE_FORMAT='JSON', PARTITIONS=1);
     INSERT INTO picks (tree, kilos, sorts) VALUES ('oak', 300, ARRAY['x', 'yz']);
     INSERT INTO picks (tree) VALUES ('elm');`,
  );
  expect(made.status).toBe(200);
});
afterAll(() => server.close());

const ask = (path: string, sql: string) =>
  call(server.url, 'POST', path, JSON.stringify(path === '/query' ? { ksql: sql } : { sql }), {
    accept: TYPE,
  });

const hex = (base64: string): string => Buffer.from(base64, 'base64').toString('hex');

test.each(['/query', '/query-stream'])('%s gives a message a row', async (path) => {
  const { status, contentType, body } = await ask(path, 'SELECT tree, kilos, sorts FROM picks;');
  expect([status, contentType]).toEqual([200, TYPE]);
  const [head, first, second, last] = JSON.parse(body);
  expect(head.header.schema).toBe('`TREE` STRING, `KILOS` INTEGER, `SORTS` ARRAY<STRING>');
  expect(head.header.protoSchema).toBe(
    'syntax = "proto3";\n\nmessage ConnectDefault1 {\n  string TREE = 1;\n  int32 KILOS = 2;\n  repeated string SORTS = 3;\n}\n',
  );
  // 1: "oak", 2: 300, 3: "x", 3: "yz"; of the other row only the key
  expect(hex(first.row.protobufBytes)).toBe('0a036f616b10ac021a01781a02797a');
  expect(hex(second.row.protobufBytes)).toBe('0a03656c6d');
  expect(last).toEqual({ finalMessage: 'Query Completed' });
});

test.each(['`a b`', 'nested'])('what no message can hold is refused: %s', async (column) => {
  const { status, contentType, body } = await ask('/query', `SELECT ${column} FROM picks;`);
  expect([status, contentType]).toEqual([400, null]);
  expect(JSON.parse(body)).toMatchObject({ '@type': 'statement_error', error_code: 40001 });
  expect(server.defects).toEqual([]);
});

test('lines of PRINT are no messages', async () => {
  expect((await ask('/query-stream', 'PRINT picks LIMIT 1;')).status).toBe(406);
});
