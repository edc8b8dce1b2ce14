/** What a stream or table has becomes files in a folder, with the types of SQL, killed at any write. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { killAtEachWrite, openOnDisk } from '../../../src/testing/index.ts';
import { TestDisk } from '../../../src/testing/test-disk.ts';
import { until } from '../../support/until.ts';
import { parquetSchema, readParquet } from './read-parquet.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'archive-'));
});
afterEach(() => rm(folder, { recursive: true }));

const filesIn = async (): Promise<string[]> =>
  (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.parquet')).sort();
const bytesOf = (name: string) => readFile(join(folder, name));

const config = () => ({
  'connector.class': 'io.confluent.connect.s3.S3SinkConnector',
  'store.url': pathToFileURL(folder).href,
  'format.class': 'io.confluent.connect.s3.format.parquet.ParquetFormat',
  'record.columns': 'key,partition,offset,timestamp',
  'behavior.on.null.values': 'write',
  'flush.size': '2',
  topics: 'parts',
});

it('writes SQL’s types as Parquet’s', async () => {
  const db = openOnDisk(new TestDisk().mount(), { now: Date.now });
  await db.execute(`
    CREATE TABLE parts (
      id VARCHAR PRIMARY KEY, price DECIMAL(10, 2), n INT, big BIGINT, d DOUBLE, ok BOOLEAN, raw BYTES, day DATE, moment TIME,
      ts TIMESTAMP, tags ARRAY<VARCHAR>, sizes MAP<VARCHAR, INT>, owner STRUCT<name VARCHAR, since DATE>
    ) WITH (KAFKA_TOPIC = 'parts', VALUE_FORMAT = 'JSON', PARTITIONS = 1);
    INSERT INTO parts VALUES ('a', 12.50, 1, 9007199254740993, 1.5, true, TO_BYTES('00ff', 'hex'), '2026-02-03', '04:05:06',
      '2026-02-03T04:05:06.789', ARRAY['x', NULL], MAP('l' := 1), STRUCT(name := 'Ann', since := '2020-01-01'));
    INSERT INTO parts (id, price) VALUES ('b', -99999999.99);
    CREATE SINK CONNECTOR archive WITH (${Object.entries({
      ...config(),
      'key.converter': 'ksqlite.SqlConverter',
      'value.converter': 'ksqlite.SqlConverter',
    })
      .map(([key, value]) => `'${key}' = '${value}'`)
      .join(', ')});`);
  await until(async () => (await filesIn()).length === 1);
  await db.close();
  const bytes = await bytesOf('topics/parts/partition=0/parts+0+0000000000.snappy.parquet');
  expect(parquetSchema(bytes)).toEqual([
    'record',
    'PRICE OPTIONAL FIXED_LEN_BYTE_ARRAY DECIMAL 10,2',
    'N OPTIONAL INT32',
    'BIG OPTIONAL INT64',
    'D OPTIONAL DOUBLE',
    'OK OPTIONAL BOOLEAN',
    'RAW OPTIONAL BYTE_ARRAY',
    'DAY OPTIONAL INT32 DATE',
    'MOMENT OPTIONAL INT32 TIME_MILLIS',
    'TS OPTIONAL INT64 TIMESTAMP_MILLIS',
    'TAGS OPTIONAL LIST',
    'list REPEATED',
    'element OPTIONAL BYTE_ARRAY UTF8',
    'SIZES OPTIONAL MAP',
    'key_value REPEATED',
    'key REQUIRED BYTE_ARRAY UTF8',
    'value OPTIONAL INT32',
    'OWNER OPTIONAL',
    'NAME OPTIONAL BYTE_ARRAY UTF8',
    'SINCE OPTIONAL INT32 DATE',
    '_key OPTIONAL BYTE_ARRAY UTF8',
    '_partition REQUIRED INT32',
    '_offset REQUIRED INT64',
    '_timestamp REQUIRED INT64 TIMESTAMP_MILLIS',
  ]);
  const [a, b] = await readParquet(bytes);
  expect(a).toMatchObject({
    PRICE: 12.5,
    N: 1,
    BIG: 9007199254740993n,
    D: 1.5,
    OK: true,
    DAY: new Date('2026-02-03'),
    TS: new Date('2026-02-03T04:05:06.789Z'),
    TAGS: ['x', null],
    SIZES: { l: 1 },
    OWNER: { NAME: 'Ann', SINCE: new Date('2020-01-01') },
    _key: 'a',
    _offset: 0n,
  });
  expect(b).toMatchObject({
    PRICE: -99_999_999.99,
    N: null,
    _key: 'b',
    _offset: 1n,
  });
  expect([b?.TAGS ?? null, b?.OWNER ?? null]).toEqual([null, null]);
});

it('has each record once, killed at any write', async () => {
  const values = ['{"n":1}', null, '{"n":2}', 'not JSON', '{"n":3}', '{"n":4}', null, '{"n":5}', '{"n":6}'];
  const kills = await killAtEachWrite({
    connectors: [],
    config: {
      ...config(),
      'errors.tolerance': 'all',
      'errors.deadletterqueue.topic.name': 'letters',
      'key.converter': 'org.apache.kafka.connect.storage.StringConverter',
      'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
    },
    reset: async () => {
      await rm(join(folder, 'topics'), { recursive: true, force: true });
    },
    prepare: async ({ topics }) => {
      await topics.create([{ name: 'parts', partitions: 1 }]);
      const schema = '{"type":"struct","fields":[{"field":"n","type":"int32"}]}';
      await topics.produce(
        values.map((value) => ({
          topic: 'parts',
          key: 'k',
          value: value?.startsWith('{') ? `{"schema":${schema},"payload":${value}}` : value,
        })),
      );
    },
    isDone: (database) => database.countRecords('letters') === 1,
    check: async () => {
      const rows = (await Promise.all((await filesIn()).map(bytesOf))).map(readParquet);
      const all = (await Promise.all(rows)).flat();
      expect(all.map(({ n, _offset }) => [n ?? null, Number(_offset)])).toEqual([
        [1, 0],
        [null, 1],
        [2, 2],
        [3, 4],
        [4, 5],
        [null, 6],
        [5, 7],
        [6, 8],
      ]);
    },
  });
  expect(kills).toBeGreaterThan(5);
});
