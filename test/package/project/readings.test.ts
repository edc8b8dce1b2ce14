// In Jest: by ts-jest and by @swc/jest.
import { expect, test } from '@jest/globals';
import { openDatabase } from 'ksqlite';

test('counts', async () => {
  const db = await openDatabase();
  await db.execute(`
    CREATE STREAM readings (sensor VARCHAR KEY, celsius DOUBLE)
      WITH (KAFKA_TOPIC = 'readings', VALUE_FORMAT = 'JSON', PARTITIONS = 1);
    CREATE TABLE heat AS SELECT sensor, COUNT(*) AS times FROM readings GROUP BY sensor;`);
  await db.insert('readings', [{ sensor: 'attic', celsius: 31 }]);
  const rows = await db.query('SELECT * FROM heat EMIT CHANGES LIMIT 1;').all();
  expect(rows).toEqual([{ SENSOR: 'attic', TIMES: 1 }]);
  await db.close();
});
