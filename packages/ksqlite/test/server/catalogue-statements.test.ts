import { type Json, ksql } from './support/http-call.ts';
import { openServer, type TestServer } from './support/open-server.ts';

let server: TestServer;
beforeEach(async () => {
  server = await openServer();
});
afterEach(() => server.close());

/** What `/ksql` answers to each statement. */
async function answers(sql: string): Promise<Json[]> {
  const { status, body } = await ksql(server.url, sql);
  expect([status, body, server.defects]).toEqual([200, expect.anything(), []]);
  return body;
}

test('a stream gets columns, and a query is replaced', async () => {
  const [, , altered, replaced] = await answers(
    `CREATE STREAM s (id VARCHAR KEY, v INT) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=1);
     CREATE STREAM t AS SELECT * FROM s;
     ALTER STREAM s ADD COLUMN w INT;
     CREATE OR REPLACE STREAM t AS SELECT * FROM s;`,
  );
  expect(altered).toMatchObject({
    '@type': 'currentStatus',
    commandId: 'stream/S/alter',
    commandStatus: { status: 'SUCCESS', message: 'Stream S altered.', queryId: null },
    commandSequenceNumber: 2,
  });
  expect(replaced).toMatchObject({
    commandId: 'stream/`T`/create',
    commandStatus: { message: 'Created query with ID CSAS_T_1', queryId: 'CSAS_T_1' },
  });
  const [described] = await answers('DESCRIBE t;');
  expect(described.sourceDescription.fields.map(({ name }: Json) => name)).toEqual(['ID', 'V', 'W']);
});

test('all streams or tables are described at once', async () => {
  const [, , streams, tables] = await answers(
    `CREATE STREAM s (id VARCHAR KEY, v INT) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=1);
     CREATE TABLE t AS SELECT id, COUNT(*) AS n FROM s GROUP BY id;
     DESCRIBE STREAMS; DESCRIBE TABLES EXTENDED;`,
  );
  const described = (entity: Json): unknown =>
    entity.sourceDescriptions.map(({ name, extended }: Json) => [name, extended]);
  expect([streams['@type'], described(streams), described(tables)]).toEqual([
    'source_descriptions',
    [['S', false]],
    [['T', true]],
  ]);
});

const S = `CREATE STREAM s (v INT) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=2);`;

test('a topic is asserted, with its partitions', async () => {
  const [, first, second] = await answers(
    `${S} ASSERT TOPIC s WITH (PARTITIONS=2, REPLICAS=1); ASSERT NOT EXISTS TOPIC 'S' TIMEOUT 1 DAYS;`,
  );
  expect(first).toMatchObject({ '@type': 'assert_topic', topicName: 's', exists: true });
  expect(second).toMatchObject({ '@type': 'assert_topic', topicName: 'S', exists: false });
});

test.each([
  ['ASSERT TOPIC nope TIMEOUT 0 SECONDS;', 'Topic nope does not exist'],
  ['ASSERT NOT EXISTS TOPIC s TIMEOUT 0 SECONDS;', 'Topic s exists'],
  [
    "ASSERT TOPIC s WITH (PARTITIONS=3, COLOUR='red') TIMEOUT 1 MILLISECONDS;",
    'Mismatched configuration for topic s: For config partitions, expected 3 got 2\nCannot assert unknown topic property: COLOUR',
  ],
])('%s fails', async (sql, message) => {
  await answers(S);
  const { status, body } = await ksql(server.url, sql);
  expect([status, body]).toEqual([417, { '@type': 'generic_error', error_code: 41700, message }]);
});

test('an assertion waits for the topic that another client makes', async () => {
  const waiting = answers('ASSERT TOPIC s TIMEOUT 1 DAYS;');
  await answers(S);
  expect(await waiting).toMatchObject([{ '@type': 'assert_topic', topicName: 's', exists: true }]);
});

test('a schema is asserted, by its subject, its id, or both', async () => {
  const AVRO = S.replace('JSON', 'AVRO');
  const [, ...asserted] = await answers(
    `${AVRO} ASSERT SCHEMA SUBJECT 's-value'; ASSERT SCHEMA ID 1; ASSERT SCHEMA SUBJECT 's-value' ID 1;
     ASSERT NOT EXISTS SCHEMA SUBJECT nope TIMEOUT 1 DAYS; ASSERT NOT EXISTS SCHEMA SUBJECT nope ID 1; ASSERT NOT EXISTS SCHEMA ID 2;`,
  );
  const head = { '@type': 'assert_schema' };
  expect(asserted).toMatchObject([
    { ...head, subject: 's-value', id: null, exists: true },
    { ...head, subject: null, id: 1, exists: true },
    { ...head, subject: 's-value', id: 1, exists: true },
    { ...head, subject: 'nope', id: null, exists: false },
    { ...head, subject: 'nope', id: 1, exists: false },
    { ...head, subject: null, id: 2, exists: false },
  ]);
});

test.each([
  ['ASSERT SCHEMA SUBJECT nope TIMEOUT 0 SECONDS;', 'Schema with subject name nope does not exist'],
  ['ASSERT SCHEMA SUBJECT nope ID 3 TIMEOUT 0 SECONDS;', 'Schema with subject name nope id 3 does not exist'],
  ['ASSERT NOT EXISTS SCHEMA ID 1 TIMEOUT 0 SECONDS;', 'Schema with id 1 exists'],
])('%s fails as well', async (sql, message) => {
  await answers(S.replace('JSON', 'AVRO'));
  const { status, body } = await ksql(server.url, sql);
  expect([status, body]).toEqual([417, { '@type': 'generic_error', error_code: 41700, message }]);
});

test('an assertion waits for the schema that another client registers', async () => {
  const waiting = answers("ASSERT SCHEMA SUBJECT 's-value' TIMEOUT 1 DAYS;");
  await answers(S.replace('JSON', 'AVRO'));
  expect(await waiting).toMatchObject([{ '@type': 'assert_schema', subject: 's-value', exists: true }]);
});

test('types are made, listed and dropped', async () => {
  const [made, list, dropped] = await answers(
    'CREATE TYPE place AS STRUCT<city VARCHAR, tags ARRAY<INT>>; SHOW TYPES; DROP TYPE place;',
  );
  const type = 'STRUCT<`CITY` STRING, `TAGS` ARRAY<INTEGER>>';
  expect(made).toMatchObject({
    '@type': 'currentStatus',
    commandId: 'type/PLACE/create',
    commandStatus: {
      status: 'SUCCESS',
      message: `Registered custom type with name 'PLACE' and SQL type ${type}`,
    },
    commandSequenceNumber: 0,
  });
  expect(list).toMatchObject({
    '@type': 'type_list',
    types: {
      PLACE: {
        type: 'STRUCT',
        fields: [
          { name: 'CITY', schema: { type: 'STRING' } },
          { name: 'TAGS', schema: { type: 'ARRAY', memberSchema: { type: 'INTEGER' } } },
        ],
      },
    },
  });
  expect(dropped).toMatchObject({
    commandId: 'type/PLACE/drop',
    commandStatus: { message: "Dropped type 'PLACE'" },
  });
});
