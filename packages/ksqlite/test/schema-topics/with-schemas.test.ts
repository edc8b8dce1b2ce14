import { openDatabase } from 'ksqlite';
import {
  readWithSchemas,
  registerColumns,
  type SchemaRegistry,
  SchemaRegistryError,
  schemaIdIn,
  withSchemas,
} from 'ksqlite/schemas';
import type { OutgoingRecord, TopicRecord } from 'ksqlite/topics';

const COLUMNS = {
  id: 'VARCHAR',
  amount: 'DECIMAL(6, 2)',
  part: 'STRUCT<`name` VARCHAR, `price` DOUBLE>',
  tags: 'ARRAY<VARCHAR>',
  count: 'BIGINT',
};
const ROW = { id: 'a', amount: 12.5, part: { name: 'ação', price: 0.1 }, tags: ['x', 'y'], count: 7 };

const open = async (format: string) => {
  const database = await openDatabase({ now: () => 5 });
  await registerColumns(database.schemaRegistry, 'orders', format, COLUMNS, 'shop.Order');
  const raw = database.topics;
  await raw.create([
    { name: 'orders', partitions: 1 },
    { name: 'notes', partitions: 1 },
  ]);
  return { database, raw, registry: database.schemaRegistry };
};
const record = (value: string | Buffer | null, topic = 'orders'): OutgoingRecord => ({
  topic,
  key: 'k',
  value,
});
const textOf = ({ value }: TopicRecord): string => String(value);

describe.each(['AVRO', 'PROTOBUF', 'JSON_SR'])('topics with schemas, in %s', (format) => {
  test('take JSON and give JSON; on the topic is what the schema says', async () => {
    const { database, raw, registry } = await open(format);
    const topics = withSchemas(raw, registry, { topics: ['orders'] });
    await topics.produce([record(JSON.stringify(ROW)), record('{"a":1}', 'notes')]);
    const [bytes] = await raw.read('orders', 0, 0, 1);
    expect(schemaIdIn(bytes!.value)).toBe(1);
    const [read] = await topics.read('orders', 0, 0, 9);
    expect(JSON.parse(textOf(read!))).toEqual(ROW);
    expect(textOf((await raw.read('notes', 0, 0, 1))[0]!)).toBe('{"a":1}');
    await database.close();
  });

  test('write with offsets, and read, as a member of a group', async () => {
    const { database, raw, registry } = await open(format);
    const topics = withSchemas(raw, registry, { topics: ['orders'] });
    await topics.produce([record('{"note":1}', 'notes')]);
    const subscription = await topics.subscribe({
      group: 'g',
      topics: ['notes', 'orders'],
      from: 'earliest',
    });
    const [note] = await subscription.poll(10);
    const { topic, partition, offset } = note!;
    await subscription.commit(
      [record(JSON.stringify(ROW))],
      [{ topic, partition, offset: offset + 1, metadata: '' }],
    );
    const [order] = await subscription.poll(10);
    expect(JSON.parse(textOf(order!))).toEqual(ROW);
    await subscription.close();
    await database.close();
  });

  test('a value that the schema does not have is refused with its batch, or written as it is', async () => {
    const { database, raw, registry } = await open(format);
    const strict = withSchemas(raw, registry, { topics: ['orders'] });
    for (const wrong of ['no JSON', '[1]', 'null', '{"part":"no struct"}', '{"count":"many"}'])
      await expect(strict.produce([record(JSON.stringify(ROW)), record(wrong)])).rejects.toMatchObject({
        code: 'SQL_TYPE',
        message: expect.stringContaining('a value for orders is not what its schema says: '),
      });
    expect(await raw.read('orders', 0, 0, 9)).toEqual([]);
    const passing = withSchemas(raw, registry, { topics: ['orders'], unfit: 'as it is' });
    await passing.produce([record('no JSON'), record(null), record('{"id":"b"}')]);
    const read = await passing.read('orders', 0, 0, 9);
    expect(read.slice(0, 2).map(textOf)).toEqual(['no JSON', 'null']);
    expect(JSON.parse(textOf(read[2]!))).toMatchObject({ id: 'b' });
    await database.close();
  });
});

test('a record is prepared before it is written: encoded once, or refused by itself', async () => {
  const { database, raw, registry } = await open('AVRO');
  const seen: OutgoingRecord[] = [];
  const underneath = {
    ...raw,
    prepare: (given: OutgoingRecord) => {
      seen.push(given);
      return given.key === 'large' ? ({ refused: 'too-large', message: 'too large' } as const) : given;
    },
  };
  const topics = withSchemas(underneath, registry, { topics: ['orders', 'notes'] });
  const unfit = { refused: 'unfit', message: expect.stringContaining('a value for orders is not what') };
  expect(await topics.prepare!(record('no JSON'))).toEqual(unfit);
  expect(topics.prepare!(record('no JSON'))).toEqual(unfit);
  expect(await topics.prepare!(record('{}', 'notes'))).toEqual({
    refused: 'no-schema',
    message: 'the Schema Registry has no schema for the values of notes: register one under notes-value',
  });
  expect(seen).toEqual([]);
  const prepared = topics.prepare!(record('{"id":"a"}')) as OutgoingRecord;
  expect(schemaIdIn(prepared.value as Buffer)).toBe(1);
  expect(topics.prepare!(record('{"id":"b"}', 'others'))).toEqual(record('{"id":"b"}', 'others'));
  expect(seen).toEqual([prepared, record('{"id":"b"}', 'others')]);
  expect(topics.prepare!({ ...record('{}'), key: 'large' })).toMatchObject({ refused: 'too-large' });
  await topics.produce([prepared, record('{"id":"b"}')]);
  const read = await topics.read('orders', 0, 0, 9);
  expect(read.map((each) => JSON.parse(textOf(each)).id)).toEqual(['a', 'b']);
  const passing = withSchemas(raw, registry, { topics: ['orders'], unfit: 'as it is' });
  expect(await passing.prepare!(record('no JSON'))).toEqual(record('no JSON'));
  await database.close();
});

test('bytes that are of no schema, or of one that nobody has, are given as they are', async () => {
  const { database, raw, registry } = await open('AVRO');
  const values = [
    Buffer.from([0, 0, 0, 0, 99, 1]),
    Buffer.from([0, 0, 0, 0, 1]),
    Buffer.from([0]),
    Buffer.from('x'),
  ];
  await raw.produce(values.map((value) => record(value)));
  const read = await withSchemas(raw, registry, { topics: ['orders'] }).read('orders', 0, 0, 9);
  expect(read.map(({ value }) => value)).toEqual(values);
  await database.close();
});

test('names are found in any case, numbers are texts where the schema says so', async () => {
  const { database, raw, registry } = await open('AVRO');
  const topics = withSchemas(raw, registry, { topics: ['orders'] });
  await topics.produce([record('{"ID":7,"Count":8}')]);
  const [read] = await topics.read('orders', 0, 0, 1);
  expect(JSON.parse(textOf(read!))).toEqual({ id: '7', amount: null, part: null, tags: null, count: 8 });
  await database.close();
});

test('a topic without a schema can be read, and is refused when it is written to', async () => {
  const { database, raw, registry } = await open('AVRO');
  const topics = withSchemas(raw, registry, { topics: ['notes'] });
  await expect(topics.produce([record('{}', 'notes')])).rejects.toMatchObject({
    code: 'SCHEMA_REGISTRY',
    message: 'the Schema Registry has no schema for the values of notes: register one under notes-value',
  });
  await raw.produce([record('{}', 'notes')]);
  expect((await topics.read('notes', 0, 0, 1)).map(textOf)).toEqual(['{}']);
  await database.close();
});

test('columns are registered once: a subject that has a schema keeps it', async () => {
  const { database, registry } = await open('AVRO');
  const there = await registerColumns(registry, 'orders', 'AVRO', { other: 'INT' });
  expect(there).toMatchObject({ subject: 'orders-value', version: 1, id: 1 });
  expect(JSON.parse(there!.schema)).toMatchObject({ namespace: 'shop', name: 'Order' });
  for (const [format, columns] of [
    ['JSON', { a: 'INT' }],
    ['AVRO', { 'no name': 'INT' }],
  ] as const)
    await expect(registerColumns(registry, 'more', format, columns)).rejects.toMatchObject({
      code: 'SQL_INVALID',
    });
  await database.close();
});

test('to look at, topics that have a subject are JSON, others as they are', async () => {
  const { database, raw, registry } = await open('AVRO');
  await withSchemas(raw, registry, { topics: ['orders'] }).produce([record(JSON.stringify(ROW))]);
  // a KAFKA_BIGINT that would name schema 1
  const number = Buffer.from([0, 0, 0, 0, 1, 0, 0, 0]);
  await raw.produce([record(number, 'notes')]);
  const shown = readWithSchemas(raw, registry);
  expect(JSON.parse(textOf((await shown.read('orders', 0, 0, 1))[0]!))).toEqual(ROW);
  expect((await shown.read('notes', 0, 0, 1))[0]!.value).toEqual(number);
  await database.close();
});

test('a registry of another process is asked once a schema, and what it fails at is told', async () => {
  const { database, raw, registry } = await open('AVRO');
  const calls: string[] = [];
  let isAway = true;
  const away = async <T>(what: string, answer: () => T | Promise<T>): Promise<T> => {
    calls.push(what);
    if (isAway) throw new SchemaRegistryError(500, 50003, 'no Schema Registry at example');
    return answer();
  };
  const distant: SchemaRegistry = {
    known: () => undefined,
    load: (id) => away(`load ${id}`, () => registry.load(id)),
    version: (subject, version) => away(`version ${subject}`, () => registry.version(subject, version)),
    register: (subject, schema) => registry.register(subject, schema),
    remove: (subject) => registry.remove(subject),
  };
  const topics = withSchemas(raw, distant, { topics: ['orders'] });
  const refused = { code: 'SCHEMA_REGISTRY', exitCode: 14, message: 'no Schema Registry at example' };
  await expect(topics.produce([record('{}')])).rejects.toMatchObject(refused);
  isAway = false;
  await topics.produce([record('{}'), record('{}')]);
  isAway = true;
  await expect(topics.read('orders', 0, 0, 9)).rejects.toMatchObject(refused);
  isAway = false;
  expect(await topics.read('orders', 0, 0, 9)).toHaveLength(2);
  await topics.produce([record('{}')]);
  await topics.read('orders', 0, 0, 9);
  expect(calls).toEqual(['version orders-value', 'version orders-value', 'load 1', 'load 1']);
  await database.close();
});
