import { ksql } from './support/http-call.ts';
import { overHttp2, post } from './support/http2-call.ts';
import { openServer, type TestServer } from './support/open-server.ts';

const READINGS =
  "CREATE STREAM readings (sensor VARCHAR KEY, temp DOUBLE, n BIGINT, tags ARRAY<VARCHAR>, pos STRUCT<x INT>) WITH (KAFKA_TOPIC='readings', VALUE_FORMAT='JSON', PARTITIONS=1);";

let server: TestServer;
beforeAll(async () => {
  server = await openServer();
  await ksql(server.url, READINGS);
});
afterAll(() => server.close());

const records = (): unknown[] => {
  const [partition] = server.engine.log.topics.get('readings')?.partitions ?? [];
  return Array.from({ length: partition?.highWatermark ?? 0 }, (_, offset) => {
    const { key, value } = partition!.get(offset);
    return [String(key), JSON.parse(String(value))];
  });
};
const insert = (lines: readonly string[], headers = {}) =>
  overHttp2(server.url, (session) => post(session, '/inserts-stream', lines, headers));

test('a row a line, an acknowledgement for each once it is durable', async () => {
  const before = records().length;
  const answer = await insert([
    '{"target":"readings"}\n{"sensor":"a","TEMP":1,"`N`":12345678901234567890',
    '}\n{"SENSOR":"b","TAGS":["x",null],"POS":{"X":2},"NOPE":1}\n',
    '{"SENSOR":"c","TEMP":-1.5,"N":9007199254740993}',
  ]);
  // the first is beyond BIGINT
  expect(answer.lines.map((line) => JSON.parse(line))).toMatchObject([
    { status: 'error', seq: 0, error_code: 40000 },
  ]);
  const again = await insert([
    '{"target":"READINGS"}\n{"sensor":"a","TEMP":1}\n',
    '{"SENSOR":"b","TAGS":["x",null],"POS":{"X":2},"NOPE":1}\n{"SENSOR":"c","N":9007199254740993}',
  ]);
  expect(again).toMatchObject({ status: 200, contentType: undefined });
  expect(again.lines).toEqual([0, 1, 2].map((seq) => `{"seq":${seq},"status":"ok"}`));
  const [a, b] = records().slice(before) as [unknown, unknown];
  expect(a).toEqual(['a', { TEMP: 1, N: null, TAGS: null, POS: null }]);
  expect(b).toEqual(['b', { TEMP: null, N: null, TAGS: ['x', null], POS: { X: 2 } }]);
  const last = server.engine.log.topics.get('readings')?.partitions[0]?.get(before + 2).value;
  expect(String(last)).toContain('9007199254740993');
});

test('a row that is too long ends its stream with an error, however much of it comes', async () => {
  const answer = await insert([
    '{"target":"readings"}\n{"SENSOR":"a"}\n',
    ...Array.from({ length: 90 }, () => ' '.repeat(64 * 1024)),
    '{"SENSOR":"b"}\n',
  ]);
  expect(answer.lines.map((line) => JSON.parse(line))).toEqual([
    { seq: 0, status: 'ok' },
    {
      '@type': 'InsertError',
      status: 'error',
      seq: 1,
      message: 'A line is longer than 4194304 characters.',
      error_code: 41300,
    },
  ]);
});

test('one array, when the client accepts JSON', async () => {
  const answer = await insert(['{"target":"readings"}\n{"SENSOR":"a"}\n'], { accept: 'application/json' });
  expect(answer).toMatchObject({ contentType: undefined, lines: ['[{"seq":0,"status":"ok"}]'] });
});

test.each([
  ['{"SENSOR":"x","TEMP":"warm"}', "Can't coerce a field of type class java.lang.String into type DOUBLE"],
  ['{"SENSOR":5}', "Can't coerce a field of type class java.lang.Integer into type STRING"],
  ['{"SENSOR":"x","N":1.5}', "Can't coerce a field of type class java.lang.Double into type BIGINT"],
  [
    '{"SENSOR":"x","POS":{"X":true}}',
    "Can't coerce a field of type class io.vertx.core.json.JsonObject into type STRUCT<`X` INTEGER>",
  ],
  ['{"TEMP":1}', 'Key field must be specified: SENSOR'],
  ['{"SENSOR":null}', 'Key field must be specified: SENSOR'],
  ['{"SENSOR":"x","temp":1,"TEMP":2}', 'Found duplicate column / struct field name: TEMP'],
  ['{"SENSOR":"x","`TEMP":1}', 'Invalid name: `TEMP. Its quotes do not match.'],
  ['{"SENSOR"', 'Invalid JSON in inserts stream'],
  ['[1]', 'Invalid JSON in inserts stream'],
])('a bad row ends the stream, those before it stay: %s', async (line, message) => {
  const before = records().length;
  const answer = await insert([`{"target":"readings"}\n{"SENSOR":"good"}\n${line}\n{"SENSOR":"after"}\n`]);
  expect(answer.lines.map((text) => JSON.parse(text))).toEqual([
    { seq: 0, status: 'ok' },
    { '@type': 'InsertError', status: 'error', seq: 1, message, error_code: 40000 },
  ]);
  expect(records().length).toBe(before + 1);
});

test('many rows in one go come back in order', async () => {
  const rows = Array.from({ length: 5_000 }, (_, i) => `{"SENSOR":"s${i}","N":${i}}\n`);
  const answer = await insert(['{"target":"readings"}\n', ...rows]);
  expect(answer.lines).toHaveLength(5_000);
  expect(answer.lines.at(-1)).toBe('{"seq":4999,"status":"ok"}');
});

test.each([
  ['{"target":"nope"}\n{}\n', 40001],
  ['{"target":5}\n', 40000],
  ['', 40000],
])('refuses %j before it answers 200', async (text, code) => {
  const answer = await insert(text === '' ? [] : [text]);
  expect(answer).toMatchObject({ status: 400, contentType: undefined });
  expect(JSON.parse(answer.lines[0] ?? '')).toMatchObject({ error_code: code });
});

describe('values of other types', () => {
  const MADE =
    "CREATE STREAM made (id VARCHAR KEY, d DATE, t TIME, ts TIMESTAMP, price DECIMAL(5, 2), b BYTES, many ARRAY<DATE>, named MAP<VARCHAR, INT>, deep STRUCT<x INT, `y` STRUCT<`Z` INT>>) WITH (KAFKA_TOPIC='made', VALUE_FORMAT='JSON', PARTITIONS=1);";
  beforeAll(async () => {
    expect((await ksql(server.url, MADE)).status).toBe(200);
  });

  /** The row's value as it was written; or the message that it was refused with. */
  const inserted = async (fields: string): Promise<unknown> => {
    const { lines } = await insert([`{"target":"made"}\n{"ID":"k",${fields}}\n`]);
    const { status, message } = JSON.parse(lines[0] ?? '{}');
    if (status !== 'ok') return message;
    const [partition] = server.engine.log.topics.get('made')?.partitions ?? [];
    const row = JSON.parse(String(partition?.get(partition.highWatermark - 1).value));
    return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
  };

  test.each([
    ['"D":"1970-01-11"', { D: 10 }],
    ['"T":"00:00:01"', { T: 1000 }],
    ['"TS":" 1970-01-01T00:00:02.5 "', { TS: 2500 }],
    ['"MANY":["1970-01-02",null]', { MANY: [1, null] }],
    ['"PRICE":12.345', { PRICE: 12.35 }],
    ['"PRICE":"-0.005"', { PRICE: -0.01 }],
    ['"PRICE":7', { PRICE: 7 }],
    ['"B":"aGk="', { B: 'aGk=' }],
    ['"NAMED":{"a":1,"A":2}', { NAMED: { a: 1, A: 2 } }],
    ['"deep":{"x":1}', { DEEP: { X: 1, y: null } }],
    ['"DEEP":{"`X`":1,"`y`":{"z":2}}', { DEEP: { X: 1, y: { Z: 2 } } }],
    ['"deep":{"y":{"z":2},"other":1}', { DEEP: { X: null, y: null } }],
    ['"deep":{"\\"y\\"":{"`Z`":3}}', { DEEP: { X: null, y: { Z: 3 } } }],
  ])('%s is read', async (fields, row) => {
    expect(await inserted(fields)).toEqual(row);
  });

  test.each([
    ['"D":10', 'class java.lang.Integer into type DATE'],
    ['"TS":1700000000000', 'class java.lang.Long into type TIMESTAMP'],
    ['"TS":"soon"', 'class java.lang.String into type TIMESTAMP'],
    ['"PRICE":12345', 'class java.lang.Integer into type DECIMAL(5, 2)'],
    ['"PRICE":"12345.6"', 'class java.lang.String into type DECIMAL(5, 2)'],
    ['"PRICE":"dear"', 'class java.lang.String into type DECIMAL(5, 2)'],
    ['"B":"*"', 'class java.lang.String into type BYTES'],
    ['"NAMED":{"a":"1"}', 'class io.vertx.core.json.JsonObject into type MAP<STRING, INTEGER>'],
    ['"MANY":[1]', 'class io.vertx.core.json.JsonArray into type ARRAY<DATE>'],
  ])('%s is refused', async (fields, end) => {
    expect(await inserted(fields)).toBe(`Can't coerce a field of type ${end}`);
  });
});
