/** Other clients of Confluent's formats: they read what is written here, and are read. */
import { SchemaRegistry, SchemaType } from '@kafkajs/confluent-schema-registry';
import { openDatabase } from '../../../src/database/open-database.ts';
import { startKsqlServer } from '../../../src/server/ksql-server.ts';

const LOOPBACK = { host: '127.0.0.1', port: 0 };

test('AVRO goes to and from a client of @kafkajs/confluent-schema-registry', async () => {
  const database = await openDatabase();
  const server = await startKsqlServer({ database, ...LOOPBACK, registry: LOOPBACK });
  const client = new SchemaRegistry({ host: server.registryUrl ?? '' });
  const schema = {
    type: 'record',
    name: 'Order',
    namespace: 'shop',
    fields: [
      { name: 'id', type: 'int' },
      { name: 'state', type: { type: 'enum', name: 'State', symbols: ['NEW', 'PAID'] } },
      { name: 'marks', type: { type: 'map', values: 'double' } },
      { name: 'lines', type: { type: 'array', items: ['null', 'string'] } },
      { name: 'note', type: ['null', 'string'], default: null },
    ],
  };
  const { id } = await client.register(
    { type: SchemaType.AVRO, schema: JSON.stringify(schema) },
    { subject: 'orders-value' },
  );
  await database.execute(`
    CREATE STREAM orders WITH (KAFKA_TOPIC='orders', VALUE_FORMAT='AVRO', PARTITIONS=1);
    CREATE STREAM seen WITH (KAFKA_TOPIC='seen') AS SELECT id + 1 AS id, state, marks, lines, note FROM orders;`);
  const order = { id: 41, state: 'PAID', marks: { a: 1.5, b: -0.25 }, lines: ['x', null, 'é😀'], note: null };
  const value = await client.encode(id, order);
  await database.topics.produce([{ topic: 'orders', key: null, value }]);
  const rows: unknown[] = [];
  for await (const row of database.query('SELECT * FROM seen EMIT CHANGES LIMIT 1;')) rows.push(row);
  expect(rows).toEqual([
    { ID: 42, STATE: 'PAID', MARKS: { a: 1.5, b: -0.25 }, LINES: ['x', null, 'é😀'], NOTE: null },
  ]);
  const [written] = await database.topics.read('seen', 0, 0, 1);
  const decoded = await client.decode(written?.value as Buffer);
  expect(JSON.parse(JSON.stringify(decoded))).toEqual({
    ID: 42,
    STATE: 'PAID',
    MARKS: [
      { key: 'a', value: 1.5 },
      { key: 'b', value: -0.25 },
    ],
    LINES: ['x', null, 'é😀'],
    NOTE: null,
  });
  await server.close();
  await database.close();
});

/** What the serializers of @confluentinc/schemaregistry 1.10.1 wrote, and its deserializers read: payloads behind the id. */
const RECORDED = {
  avro: {
    schema:
      '{"type":"record","name":"Order","namespace":"shop","fields":[{"name":"id","type":"int"},{"name":"made","type":"long"},{"name":"marks","type":{"type":"map","values":"double"}},{"name":"lines","type":{"type":"array","items":["null","string"]}},{"name":"note","type":["null","string"],"default":null}]}',
    written: '5280d0eb88c068020261000000000000f83f0004020278020cc3a9f09f98800000',
    read: '02520280d0eb88c068020202026102000000000000f83f000204020278020cc3a9f09f98800000',
  },
  json: {
    schema:
      '{"$schema":"http://json-schema.org/draft-07/schema#","title":"Order","type":"object","properties":{"id":{"type":"integer","connect.type":"int32"},"amount":{"type":"number"},"lines":{"type":"array","items":{"type":"string"}},"note":{"oneOf":[{"type":"null"},{"type":"string"}]}}}',
    written: '{"id":7,"amount":2.5,"lines":["x"],"note":null}',
    read: '{"NOTE":null,"AMOUNT":2.5,"ID":7,"LINES":["x"]}',
  },
  /** ProtobufSerializer: it registers protobuf's own description of the file. */
  protobuf: {
    schema:
      'CgtjcmF0ZS5wcm90bxIFZGVwb3Qi2QEKBUNyYXRlEg4KAmlkGAEgASgFUgJpZBIUCgVsYWJlbBgCIAEoCVIFbGFiZWwSJwoFc2xvdHMYAyADKAsyES5kZXBvdC5DcmF0ZS5TbG90UgVzbG90cxItCgVtYXJrcxgEIAMoCzIXLmRlcG90LkNyYXRlLk1hcmtzRW50cnlSBW1hcmtzGhgKBFNsb3QSEAoDcm93GAEgASgNUgNyb3caOAoKTWFya3NFbnRyeRIQCgNrZXkYASABKAlSA2tleRIUCgV2YWx1ZRgCIAEoAVIFdmFsdWU6AjgBYgZwcm90bzM=',
    written: '0008071202c3a91a020803220c0a016111000000000000f83f',
    read: '0008071202c3a91a020803220c0a016111000000000000f83f',
  },
} as const;

test('records of @confluentinc/schemaregistry are read, and what is written is what it read', async () => {
  const database = await openDatabase();
  const register = async (subject: string, type: 'AVRO' | 'JSON' | 'PROTOBUF', schema: string) => {
    const { id } = await database.schemaRegistry.register(subject, { type, schema, references: [] });
    const header = Buffer.alloc(5);
    header.writeInt32BE(id, 1);
    return header;
  };
  const { avro, json, protobuf } = RECORDED;
  const records = [
    ['a', await register('a-value', 'AVRO', avro.schema), Buffer.from(avro.written, 'hex')],
    ['j', await register('j-value', 'JSON', json.schema), Buffer.from(json.written)],
    ['p', await register('p-value', 'PROTOBUF', protobuf.schema), Buffer.from(protobuf.written, 'hex')],
  ] as const;
  await database.execute(`
    CREATE STREAM a WITH (KAFKA_TOPIC='a', VALUE_FORMAT='AVRO', PARTITIONS=1);
    CREATE STREAM j WITH (KAFKA_TOPIC='j', VALUE_FORMAT='JSON_SR', PARTITIONS=1);
    CREATE STREAM p WITH (KAFKA_TOPIC='p', VALUE_FORMAT='PROTOBUF', PARTITIONS=1);
    CREATE STREAM of_a AS SELECT * FROM a; CREATE STREAM of_j AS SELECT * FROM j; CREATE STREAM of_p AS SELECT * FROM p;`);
  for (const [topic, header, payload] of records)
    await database.topics.produce([{ topic, key: null, value: Buffer.concat([header, payload]) }]);
  const first = async (topic: string) => {
    for await (const _ of database.query(`SELECT * FROM ${topic} EMIT CHANGES LIMIT 1;`));
    const [record] = await database.topics.read(topic, 0, 0, 1);
    return record?.value?.subarray(5);
  };
  expect((await first('OF_A'))?.toString('hex')).toBe(avro.read);
  expect((await first('OF_J'))?.toString()).toBe(json.read);
  expect((await first('OF_P'))?.toString('hex')).toBe(protobuf.read);
  const rows = await database.query('SELECT * FROM of_p EMIT CHANGES LIMIT 1;').all();
  expect(rows).toEqual([{ ID: 7, LABEL: 'é', SLOTS: [{ ROW: 3 }], MARKS: { a: 1.5 } }]);
  await database.close();
});

test('a tutorial of AVRO in a database’s changes: inferred, grouped, looked up, and read by another client', async () => {
  const database = await openDatabase({ properties: { 'ksql.streams.auto.offset.reset': 'earliest' } });
  const server = await startKsqlServer({ database, ...LOOPBACK, registry: LOOPBACK });
  const client = new SchemaRegistry({ host: server.registryUrl ?? '' });
  const field = (name: string, type: string) => ({ name, type: ['null', type], default: null });
  const row = { type: 'record', name: 'Value', fields: [field('room', 'string'), field('seats', 'int')] };
  const source = { type: 'record', name: 'Source', fields: [field('db', 'string'), field('ts_ms', 'long')] };
  const { id } = await client.register(
    {
      type: SchemaType.AVRO,
      schema: JSON.stringify({
        type: 'record',
        name: 'Envelope',
        namespace: 'hotel.rooms',
        fields: [
          { name: 'before', type: ['null', row], default: null },
          { name: 'after', type: ['null', 'Value'], default: null },
          { name: 'source', type: source },
          { name: 'op', type: 'string' },
        ],
      }),
    },
    { subject: 'hotel.rooms.bookings-value' },
  );
  await database.topics.create([{ name: 'hotel.rooms.bookings', partitions: 1 }]);
  for (const [room, seats] of [
    ['red', 4],
    ['red', 2],
    ['blue', 3],
    ['red', 2],
  ] as const) {
    const change = { before: null, after: { room, seats }, source: { db: 'hotel', ts_ms: 1 }, op: 'c' };
    const value = await client.encode(id, change);
    await database.topics.produce([
      { topic: 'hotel.rooms.bookings', key: null, value, timestamp: 1_795_305_600_000 },
    ]);
  }
  await database.execute(`
    CREATE STREAM bookings WITH (kafka_topic = 'hotel.rooms.bookings', value_format = 'avro');
    CREATE TABLE sizes AS
      SELECT after->room AS room, count_distinct(after->seats) AS sizes, latest_by_offset(after->seats) AS latest,
             sum(after->seats) / 2 AS pairs
      FROM bookings GROUP BY after->room EMIT CHANGES;
    CREATE TABLE busy WITH (kafka_topic = 'busy', VALUE_AVRO_SCHEMA_FULL_NAME = 'hotel.Busy') AS
      SELECT after->room AS \`room_key\`, as_value(after->room) AS \`room\`, count(*) AS \`times\`,
             collect_list(CAST(after->seats AS DECIMAL(4, 1))) AS \`seats\`, WINDOWSTART AS \`from\`
      FROM bookings WINDOW TUMBLING (SIZE 30 SECONDS, RETENTION 1000 DAYS)
      GROUP BY after->room HAVING count(*) >= 3 EMIT CHANGES;`);
  for await (const _ of database.query('SELECT * FROM busy EMIT CHANGES LIMIT 1;'));
  expect(await database.query("SELECT * FROM sizes WHERE room = 'red';").all()).toEqual([
    { ROOM: 'red', SIZES: 2, LATEST: 2, PAIRS: 4 },
  ]);
  expect(await client.getSchema(await client.getLatestSchemaId('busy-value'))).toMatchObject({
    name: 'hotel.Busy',
  });
  const [written] = await database.topics.read('busy', 0, 0, 10);
  expect(await client.decode(written?.value as Buffer)).toMatchObject({
    room: 'red',
    times: 3,
    from: 1_795_305_600_000,
  });
  await server.close();
  await database.close();
});
