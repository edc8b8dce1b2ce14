// TypeScript with every check on: the package's declarations are checked as well.
import { type Database, KsqlError, openDatabase, type ProcessingError } from 'ksqlite';
import { enrich, json } from 'ksqlite/enrich';
import { httpPool } from 'ksqlite/enrich/http';
import * as server from 'ksqlite/server';
import * as testing from 'ksqlite/testing';
import type { TopicRecord } from 'ksqlite/topics';

interface Heat {
  readonly SENSOR: string;
  readonly TIMES: number;
}

const errors: ProcessingError[] = [];
const db: Database = await openDatabase({ onProcessingError: (error) => errors.push(error) });
await db.execute(`
  CREATE STREAM readings (sensor VARCHAR KEY, celsius DOUBLE)
    WITH (KAFKA_TOPIC = 'readings', VALUE_FORMAT = 'JSON', PARTITIONS = 1);
  CREATE TABLE heat AS SELECT sensor, COUNT(*) AS times FROM readings GROUP BY sensor;`);
await db.insert('readings', [{ sensor: 'attic', celsius: 31 }]);
const query = db.query<Heat>('SELECT * FROM heat EMIT CHANGES LIMIT 1;');
for await (const row of query) {
  const text: string = `${row.SENSOR} ${row.TIMES.toFixed(0)}`;
  if (text !== 'attic 1') throw new Error(text);
}
const records: readonly TopicRecord[] = await db.topics.read('readings', 0, 0, 10);
if (records.length !== 1) throw new Error('a record is missing');
try {
  await db.execute('SELECT FROM;');
} catch (error) {
  if (!(error instanceof KsqlError)) throw error;
}
const pool = httpPool('http://127.0.0.1:9');
const reading = json((value) => value as { readonly celsius: number });
const hot = enrich({
  topics: db.topics,
  from: 'readings',
  to: 'readings',
  group: 'hot',
  decode: reading,
  call: async ({ value }, { signal }) =>
    value.celsius > 100 ? pool.getJson('/', { signal }).then(() => undefined) : undefined,
  release: pool.close,
});
await hot.finish();
await db.close();
if (Object.keys(server).length === 0 || Object.keys(testing).length === 0)
  throw new Error('nothing is exported');
