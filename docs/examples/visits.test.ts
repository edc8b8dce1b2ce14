import { openTestDriver, type TestDriver } from 'ksqlite/testing';

// Jest has these as globals, and Vitest with --globals; else: import { afterEach, beforeEach, expect, test } from 'vitest'
let driver: TestDriver;
beforeEach(() => {
  driver = openTestDriver({
    sql: `
      CREATE STREAM clicks (page VARCHAR KEY, who VARCHAR)
        WITH (KAFKA_TOPIC = 'clicks', VALUE_FORMAT = 'JSON', PARTITIONS = 1);
      CREATE TABLE visits AS
        SELECT page, COUNT(*) AS n FROM clicks
        WINDOW TUMBLING (SIZE 10 SECONDS, GRACE PERIOD 0 SECONDS) GROUP BY page EMIT FINAL;`,
    now: 0, // ms since the epoch: where the clock stands
  });
});
afterEach(() => driver.close());

test('a window is reported once, when its time is over', () => {
  driver.pipe('clicks', [{ page: '/', who: 'ada' }]);
  driver.advanceTime(9_000);
  driver.pipe('clicks', [{ page: '/', who: 'bob' }]);
  expect(driver.rows('visits')).toEqual([]);
  driver.advanceStreamTime(10_000);
  expect(driver.rows('visits')).toEqual([{ PAGE: '/', WINDOWSTART: 0, WINDOWEND: 10_000, N: 2 }]);
});

test('a restart in between changes nothing', async () => {
  driver.pipe('clicks', [{ page: '/', who: 'ada' }]);
  await driver.restart();
  driver.pipe('clicks', [{ page: '/', who: 'bob' }]);
  driver.flush(); // closes all windows
  expect(driver.read('visits').map(({ value }) => value)).toEqual([{ N: 2 }]);
});
