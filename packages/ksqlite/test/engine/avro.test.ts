/** AVRO in the places where a format can be: sources, sinks, keys, groups, joins, windows, inserts. */
import { openEngine } from '../../src/engine/engine.ts';
import { memoryDisk } from '../../src/log/disk/memory-disk.ts';
import { openTopicLog } from '../../src/log/topic-log.ts';
import { caughtUp } from '../../src/runtime/caught-up.ts';
import { MemoryRegistry } from '../../src/schemas/memory-registry.ts';
import { longBytes } from '../formats/avro/arbitrary-avro.ts';

function open(registry = new MemoryRegistry(), disk = memoryDisk()) {
  const log = openTopicLog({ disk, now: () => 1_000 });
  const problems: string[] = [];
  const engine = openEngine({
    log,
    now: () => 1_000,
    properties: { 'auto.offset.reset': 'earliest' },
    schemaRegistry: registry,
    onProcessingError: ({ message }) => problems.push(message),
  });
  const bytesOf = (topic: string, part: 'key' | 'value') =>
    (log.topics.get(topic)?.partitions ?? []).flatMap((partition) =>
      Array.from({ length: partition.logEndOffset }, (_, offset) => {
        const bytes = partition.get(offset)[part];
        return bytes === null ? null : Buffer.from(bytes as Buffer).toString('hex');
      }),
    );
  const append = (topic: string, key: Buffer | null, value: Buffer): void => {
    const [partition] = log.topics.get(topic)?.partitions ?? [];
    if (partition === undefined) throw new Error(`no topic ${topic}`);
    log.append(partition, 1_000, key, value);
    engine.scheduler.wake();
  };
  return { engine, registry, disk, problems, bytesOf, append, caughtUp: () => caughtUp(engine.scheduler) };
}

const record = (id: number, hex: string): Buffer =>
  Buffer.from(`00${id.toString(16).padStart(8, '0')}${hex}`, 'hex');

const ORDERS = `CREATE STREAM orders (id INT KEY, item VARCHAR, price DECIMAL(6,2), made TIMESTAMP, marks MAP<VARCHAR, BIGINT>)
  WITH (KAFKA_TOPIC='orders', FORMAT='AVRO', PARTITIONS=1);`;

test('keys and values are registered and written as ksqlDB does', async () => {
  const { engine, registry, bytesOf, caughtUp } = open();
  await engine.execute(
    `${ORDERS} INSERT INTO orders VALUES (7, 'axle', 1.25, '1970-01-01T00:00:00.001', MAP('a' := 9007199254740993));
     INSERT INTO orders (id) VALUES (8);`,
  );
  await caughtUp();
  expect(registry.version('orders-key')).toMatchObject({ id: 1, schema: '"int"' });
  expect(registry.version('orders-value')?.schema).toContain('"name":"KsqlDataSourceSchema"');
  expect(bytesOf('orders', 'key')).toEqual(['00000000010e', '000000000110']);
  expect(bytesOf('orders', 'value')).toEqual([
    '0000000002' + '020861786c65' + '02027d' + '0202' + '0202' + '020261' + '028280808080808020' + '00',
    '0000000002' + '00000000',
  ]);
  await engine.close();
});

test('a stream without key columns hands AVRO on to the keys of PARTITION BY', async () => {
  const { engine, registry, bytesOf, append, caughtUp, problems } = open();
  await engine.execute(
    `CREATE STREAM s (a INT, b INT) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=1);
     CREATE STREAM keyless WITH (KEY_FORMAT='AVRO') AS SELECT * FROM s;
     CREATE STREAM o AS SELECT * FROM keyless PARTITION BY a;`,
  );
  append('s', null, Buffer.from('{"A":7,"B":2}'));
  await caughtUp();
  expect(problems).toEqual([]);
  expect(registry.version('O-key')).toMatchObject({ id: 1, schema: '"int"' });
  expect(bytesOf('O', 'key')).toEqual(['00000000010e']);
  await engine.close();
});

test('groups, joins and windows have keys and values of the format', async () => {
  const { engine, bytesOf, registry, caughtUp, problems } = open();
  await engine.execute(
    `${ORDERS}
     CREATE TABLE items (item VARCHAR PRIMARY KEY, maker VARCHAR) WITH (KAFKA_TOPIC='items', FORMAT='AVRO', PARTITIONS=1);
     INSERT INTO items VALUES ('axle', 'ACME');
     CREATE TABLE totals AS SELECT item, COUNT(*) AS n, SUM(price) AS total FROM orders GROUP BY item;
     CREATE TABLE pairs AS SELECT item, id, COUNT(*) AS n FROM orders WINDOW TUMBLING (SIZE 1 HOUR) GROUP BY item, id;
     CREATE STREAM made AS SELECT o.item AS item, o.id, i.maker FROM orders o JOIN items i ON o.item = i.item;`,
  );
  await caughtUp();
  await engine.execute(
    `INSERT INTO orders (id, item, price) VALUES (1, 'axle', 2.50);
     INSERT INTO orders (id, item, price) VALUES (2, 'axle', 0.25);`,
  );
  await caughtUp();
  const idOf = (subject: string) => registry.version(subject)!.id.toString(16).padStart(8, '0');
  expect(bytesOf('TOTALS', 'key')).toEqual([1, 2].map(() => `00${idOf('TOTALS-key')}0861786c65`));
  expect(bytesOf('TOTALS', 'value')).toEqual([
    `00${idOf('TOTALS-value')}0202020400fa`,
    `00${idOf('TOTALS-value')}020402040113`,
  ]);
  expect(registry.version('PAIRS-key')?.schema).toContain(
    '"name":"PairsKey","namespace":"io.confluent.ksql.avro_schemas"',
  );
  expect(bytesOf('PAIRS', 'key')[0]).toMatch(
    new RegExp(`^00${idOf('PAIRS-key')}020861786c650202[0-9a-f]{16}$`),
  );
  expect(bytesOf('MADE', 'value')).toEqual([
    `00${idOf('MADE-value')}0202020841434d45`,
    `00${idOf('MADE-value')}0204020841434d45`,
  ]);
  expect(problems).toEqual([]);
  await engine.close();
});

const CHANGE = JSON.stringify({
  type: 'record',
  name: 'Envelope',
  namespace: 'db.orders',
  fields: [
    {
      name: 'before',
      type: ['null', { type: 'record', name: 'Value', fields: [{ name: 'id', type: 'int' }] }],
      default: null,
    },
    { name: 'after', type: ['null', 'Value'], default: null },
    {
      name: 'source',
      type: {
        type: 'record',
        name: 'Source',
        fields: [{ name: 'ts_ns', type: ['null', 'long'], default: null }],
      },
    },
    { name: 'op', type: { type: 'enum', name: 'Op', symbols: ['c', 'u', 'd'] } },
  ],
});

test('records of other writers are read by their own schemas, and a bad one ends nothing', async () => {
  const { engine, registry, append, bytesOf, problems, caughtUp, disk } = open();
  const { id } = registry.register('changes-value', { type: 'AVRO', schema: CHANGE, references: [] });
  await engine.execute(
    `CREATE STREAM changes WITH (KAFKA_TOPIC='changes', VALUE_FORMAT='AVRO', PARTITIONS=1);
     CREATE STREAM seen WITH (VALUE_FORMAT='JSON') AS SELECT after->id AS id, source->ts_ns AS ns, op FROM changes;`,
  );
  const [changes] = engine.sources();
  expect(changes?.sql).toBe(
    "CREATE STREAM CHANGES (BEFORE STRUCT<ID INTEGER>, AFTER STRUCT<ID INTEGER>, SOURCE STRUCT<TS_NS BIGINT>, OP STRING) WITH (KAFKA_TOPIC='changes', VALUE_FORMAT='AVRO', PARTITIONS=1);",
  );
  append('changes', null, record(id, `00020e02${longBytes(1_795_305_600_000_123_457n).toString('hex')}00`));
  append('changes', null, record(id, '00020e00'));
  append('changes', null, record(id, '00' + '0210' + '00' + '06'));
  append('changes', null, record(id, '00' + '0212' + '00' + '04'));
  await caughtUp();
  expect(bytesOf('SEEN', 'value').map((hex) => Buffer.from(hex!, 'hex').toString())).toEqual([
    '{"ID":7,"NS":1795305600000123457,"OP":"c"}',
    '{"ID":9,"NS":null,"OP":"d"}',
  ]);
  expect(problems).toEqual([
    'changes, partition 0, offset 1: The payload ends too early',
    'changes, partition 0, offset 2: Index 3 out of bounds for length 3',
  ]);
  await engine.close();
  const again = open(registry, disk);
  expect(again.engine.sources().map(({ sql }) => sql)[0]).toBe(changes?.sql);
  await again.engine.close();
});

test('a result that a schema by its id has no place for is a problem of that record', async () => {
  const { engine, registry, bytesOf, problems, caughtUp } = open();
  const { id } = registry.register('wanted', {
    type: 'AVRO',
    schema: JSON.stringify({
      type: 'record',
      name: 'Wanted',
      fields: [
        { name: 'ITEM', type: 'string' },
        { name: 'LEFT', type: 'int', default: 3 },
      ],
    }),
    references: [],
  });
  await engine.execute(
    `${ORDERS} CREATE STREAM o WITH (VALUE_SCHEMA_ID=${id}) AS SELECT id, item FROM orders;
     INSERT INTO orders (id) VALUES (1);
     INSERT INTO orders (id, item) VALUES (2, 'axle');`,
  );
  await caughtUp();
  expect(bytesOf('O', 'value')).toEqual([`00${id.toString(16).padStart(8, '0')}0861786c6506`]);
  expect(problems).toEqual([
    expect.stringContaining('null used for required field: "ITEM", schema type: STRING'),
  ]);
  await engine.close();
});

test('names that Avro does not have are refused', async () => {
  const { engine } = open();
  await expect(
    engine.execute("CREATE STREAM x (`a b` INT) WITH (KAFKA_TOPIC='x', VALUE_FORMAT='AVRO', PARTITIONS=1);"),
  ).rejects.toThrow('Schema is not compatible with Avro: Illegal character in: a b');
  await engine.close();
});
