import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTestDriver } from 'ksqlite/testing';

test('a window counts until its time is over', () => {
  const driver = openTestDriver({
    sql: `
      CREATE STREAM clicks (page VARCHAR KEY, who VARCHAR)
        WITH (KAFKA_TOPIC = 'clicks', VALUE_FORMAT = 'JSON', PARTITIONS = 1);
      CREATE TABLE visits AS
        SELECT page, COUNT(*) AS n FROM clicks
        WINDOW TUMBLING (SIZE 10 SECONDS, GRACE PERIOD 0 SECONDS) GROUP BY page EMIT FINAL;`,
    now: 0,
  });
  driver.pipe('clicks', [{ page: '/', who: 'ada' }]);
  driver.advanceTime(9_000);
  driver.pipe('clicks', [{ page: '/', who: 'bob' }]);
  assert.deepEqual(driver.rows('visits'), []);
  driver.advanceStreamTime(10_000);
  assert.deepEqual(driver.rows('visits'), [{ PAGE: '/', WINDOWSTART: 0, WINDOWEND: 10_000, N: 2 }]);
  driver.close();
});
