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
