// Plain JavaScript, as an ES module: what README shows, with nothing but ksqlite installed.
import assert from 'node:assert/strict';
import { openDatabase } from 'ksqlite';

const SQL = `
  CREATE STREAM IF NOT EXISTS readings (sensor VARCHAR KEY, celsius DOUBLE)
    WITH (KAFKA_TOPIC = 'readings', VALUE_FORMAT = 'JSON', PARTITIONS = 4);
  CREATE TABLE IF NOT EXISTS heat AS
    SELECT sensor, COUNT(*) AS times, MAX(celsius) AS highest FROM readings GROUP BY sensor;`;

const first = await openDatabase('data');
await first.execute(SQL);
await first.insert('readings', [
  { sensor: 'attic', celsius: 31 },
  { sensor: 'attic', celsius: 33.5 },
]);
const query = first.query('SELECT * FROM heat EMIT CHANGES;');
for await (const { SENSOR, HIGHEST, TIMES } of query)
  if (TIMES === 2) {
    assert.deepEqual([SENSOR, HIGHEST], ['attic', 33.5]);
    break;
  }
await assert.rejects(openDatabase('data'), { code: 'LOG_LOCKED' });
await assert.rejects(first.execute('SELEC 1;'), { code: 'SQL_SYNTAX' });
await first.close();

const second = await openDatabase('data');
await second.insert('readings', [{ sensor: 'attic', celsius: 1 }]);
for await (const { TIMES } of second.query('SELECT * FROM heat EMIT CHANGES;')) if (TIMES === 3) break;
await second.close();
console.log('opened, written, killed of nothing, read again');
