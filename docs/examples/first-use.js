import { openDatabase } from 'ksqlite';

const db = await openDatabase(); // in memory; openDatabase('data') keeps it in a folder
await db.execute(`
  CREATE STREAM readings (sensor VARCHAR KEY, celsius DOUBLE)
    WITH (KAFKA_TOPIC = 'readings', VALUE_FORMAT = 'JSON', PARTITIONS = 4);
  CREATE TABLE heat AS
    SELECT sensor, COUNT(*) AS times FROM readings WHERE celsius > 30 GROUP BY sensor EMIT CHANGES;
`);
await db.insert('readings', [
  { sensor: 'attic', celsius: 31 },
  { sensor: 'cellar', celsius: 12 },
  { sensor: 'attic', celsius: 33 },
]);
for await (const row of db.query('SELECT * FROM heat EMIT CHANGES LIMIT 2;'))
  console.log(row.SENSOR, row.TIMES);
await db.close();
