// In Vitest, with time that the test moves.
import { openDatabase } from 'ksqlite';
import { expect, test } from 'vitest';

test('a record has the time of the clock', async () => {
  let now = 1_000;
  const db = await openDatabase({ now: () => now });
  await db.execute(`
    CREATE STREAM readings (sensor VARCHAR KEY, celsius DOUBLE)
      WITH (KAFKA_TOPIC = 'readings', VALUE_FORMAT = 'JSON', PARTITIONS = 1);`);
  await db.insert('readings', [{ sensor: 'attic', celsius: 31 }]);
  now = 61_000;
  await db.insert('readings', [{ sensor: 'attic', celsius: 32 }]);
  const rows = await db.query('SELECT ROWTIME AS made, celsius FROM readings;').all();
  expect(rows).toEqual([
    { MADE: 1_000, CELSIUS: 31 },
    { MADE: 61_000, CELSIUS: 32 },
  ]);
  await db.close();
});
