import { byTime } from '../../../src/connect/archive/names/partitioner.ts';
import { s3Sink } from '../../../src/connect/archive/s3-sink.ts';
import { readConfig } from '../../../src/connect/config/read-config.ts';

const GOOD = {
  'connector.class': 'io.confluent.connect.s3.S3SinkConnector',
  topics: 't',
  'store.url': 'file:///archive',
  'format.class': 'io.confluent.connect.s3.format.parquet.ParquetFormat',
  'flush.size': '100',
};
const errorsOf = (keys: Record<string, string>): readonly string[] => {
  const result = readConfig(s3Sink(), { ...GOOD, ...keys });
  return 'errors' in result ? result.errors : [];
};

it.each<[Record<string, string>, string]>([
  [{ 's3.acl.canned': 'private' }, 's3.acl.canned - there is no such key here: leave it out'],
  [
    { 'format.class': 'io.confluent.connect.s3.format.json.JsonFormat' },
    'format.class - only io.confluent.connect.s3.format.parquet.ParquetFormat is done',
  ],
  [{ 'parquet.codec': 'zstd' }, 'parquet.codec - '],
  [{ 'schema.compatibility': 'BACKWARD' }, 'schema.compatibility - '],
  [{ 'store.url': 'http://127.0.0.1' }, 's3.bucket.name - is missing'],
  [{ 'store.url': 'http://127.0.0.1', 's3.bucket.name': 'b' }, 'aws.access.key.id - is missing'],
  [{ 'behavior.on.null.values': 'write' }, 'behavior.on.null.values - write needs record.columns=key'],
  [{ 'record.columns': 'key,colour' }, 'record.columns - is a list of key, partition, offset, timestamp'],
  [
    { 'partitioner.class': 'io.confluent.connect.storage.partitioner.DailyPartitioner' },
    'timestamp.extractor - must be Record',
  ],
  [
    {
      'partitioner.class': 'io.confluent.connect.storage.partitioner.TimeBasedPartitioner',
      'timestamp.extractor': 'Record',
      'partition.duration.ms': '1000',
      'path.format': 'EEE',
    },
    'path.format - the letter EEE is not done',
  ],
])('refuses %j by name', (keys, message) => {
  const errors = errorsOf(keys);
  expect(errors).toHaveLength(1);
  expect(errors[0]?.startsWith(message)).toBe(true);
});

it('takes a folder, and a bucket', () => {
  expect(errorsOf({})).toEqual([]);
  expect(
    errorsOf({
      'store.url': 'http://127.0.0.1:9000',
      's3.bucket.name': 'b',
      'aws.access.key.id': 'id',
      'aws.secret.access.key': 'secret',
      'storage.class': 'io.confluent.connect.s3.storage.S3Storage',
    }),
  ).toEqual([]);
});

it('names folders of times as Joda-Time’s letters say, in a time zone', () => {
  const folderOf = byTime("'year'=YYYY/'month'=MM/dd-HH", 3_600_000, 'America/Sao_Paulo');
  const record = { topic: 't', partition: 0, offset: 0, key: null, value: null, headers: [] };
  expect(folderOf({ ...record, timestamp: Date.parse('2026-03-01T02:59:59Z') })).toBe(
    'year=2026/month=02/28-23',
  );
  expect(folderOf({ ...record, timestamp: Date.parse('2026-03-01T03:00:00Z') })).toBe(
    'year=2026/month=03/01-00',
  );
});
