import { inputKeys, inputValues } from '../../../src/cli/dev/input/input-part.ts';
import { inputRecord } from '../../../src/cli/dev/input/input-record.ts';
import { engineOf } from '../../../src/database/engine-of.ts';
import { type Database, openDatabase, type RowObject } from '../../../src/index.ts';
import { asBuffer } from '../../../src/log/topics/log-record.ts';

let db: Database;
beforeEach(async () => {
  db = await openDatabase({ now: () => 0 });
});
afterEach(() => db.close());

/** Declares a stream over a topic of one partition. */
const declare = (columns: string, formats: string) =>
  db.execute(`CREATE STREAM s (${columns}) WITH (KAFKA_TOPIC='t', PARTITIONS=1, ${formats});`);

/** What a line becomes, as bytes. */
function recordOf(line: string) {
  const source = engineOf(db)
    .sources()
    .find(({ topic }) => topic === 't');
  const { key, value } = inputRecord(line, inputKeys(source), inputValues(source));
  return { key: asBuffer(key), value: asBuffer(value) };
}

/** What INSERT makes of a row, as bytes. */
async function insertedOf(row: RowObject) {
  await db.insert('s', [row]);
  const [record] = await db.topics.read('t', 0, 0, 1);
  return { key: record?.key, value: record?.value };
}

test.each([
  ['k BIGINT KEY', 'KAFKA', '9007199254740993', { k: 9007199254740993n }],
  ['k INT KEY', 'KAFKA', '-7', { k: -7 }],
  ['k DOUBLE KEY', 'KAFKA', '1.5', { k: 1.5 }],
  ['k VARCHAR KEY', 'KAFKA', '"attic"', { k: 'attic' }],
  ['k VARCHAR KEY', 'KAFKA', '7', { k: '7' }],
  ['k VARCHAR KEY', 'JSON', '"attic"', { k: 'attic' }],
  ['k BIGINT KEY', 'JSON', '7', { k: 7 }],
  ['k STRUCT<a INT, b VARCHAR> KEY', 'JSON', '{"b": "x", "a": 1}', { k: { A: 1, B: 'x' } }],
  ['a INT KEY, b VARCHAR KEY', 'JSON', '{"A": 1, "B": "x"}', { a: 1, b: 'x' }],
  ['a INT KEY, b VARCHAR KEY', 'DELIMITED', '{"A": 1, "B": "x"}', { a: 1, b: 'x' }],
  ['a INT KEY, b VARCHAR KEY', 'DELIMITED', '"1,x"', { a: 1, b: 'x' }],
  ['k INT KEY', 'DELIMITED', '7', { k: 7 }],
  ['k BIGINT KEY', 'AVRO', '7', { k: 7 }],
  ['k BIGINT KEY', 'PROTOBUF', '7', { k: 7 }],
  ['k BIGINT KEY', 'JSON_SR', '7', { k: 7 }],
])('a key %s in %s of %s is as INSERT writes it', async (column, format, key, row) => {
  await declare(`${column}, v INT`, `KEY_FORMAT='${format}', VALUE_FORMAT='JSON'`);
  expect(recordOf(`{"key": ${key}, "value": {"V":1}}`)).toEqual(await insertedOf({ ...row, v: 1 }));
});

test.each([
  ['v BIGINT', 'KAFKA', '7', { v: 7 }],
  ['v BIGINT, w VARCHAR', 'AVRO', '{"V":7,"w":"x"}', { v: 7, w: 'x' }],
  ['v BIGINT', 'PROTOBUF', '{"V":7}', { v: 7 }],
  ['v BIGINT', 'JSON_SR', '{"V":7}', { v: 7 }],
  ['v BIGINT', 'JSON', '{"V":7}', { v: 7 }],
  ['v VARCHAR', 'KAFKA', 'attic', { v: 'attic' }],
  ['v BIGINT, w VARCHAR', 'DELIMITED', '7,x', { v: 7, w: 'x' }],
])('a line that is a value %s in %s: %s', async (column, format, line, row) => {
  await declare(column, `VALUE_FORMAT='${format}'`);
  expect(recordOf(line)).toEqual(await insertedOf(row));
});

test('a missing key is none, and null a tombstone', async () => {
  await declare('k BIGINT KEY, v INT', `VALUE_FORMAT='AVRO'`);
  expect(recordOf('{"value": null}')).toEqual({ key: null, value: null });
  expect(recordOf('{"key": null, "value": {"V":1}}')).toMatchObject({ key: null });
});

test('without a stream over the topic keys are text', async () => {
  expect(recordOf('{"key": 7, "value": "x"}')).toEqual({ key: Buffer.from('7'), value: Buffer.from('x') });
});

test('what is not of the declared type is refused', async () => {
  await declare('k BIGINT KEY, v INT', `VALUE_FORMAT='AVRO'`);
  expect(() => recordOf('{"key": "attic", "value": {"V":1}}')).toThrow(/^"key": .*BIGINT/);
  expect(() => recordOf('not JSON')).toThrow(/^"value": /);
});

test('keys with windows are refused', async () => {
  await declare('k BIGINT KEY, v INT', `VALUE_FORMAT='JSON', WINDOW_TYPE='SESSION'`);
  expect(() => recordOf('{"key": 7, "value": {"V":1}}')).toThrow('"key": keys of S have windows');
});
