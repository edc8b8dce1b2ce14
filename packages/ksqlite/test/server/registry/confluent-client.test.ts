/** Another client of Confluent's formats, with an Avro of its own (avsc): it reads what is written here, and is read. */
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
