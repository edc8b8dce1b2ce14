import { given, openTestDriver } from 'ksqlite/testing';

// Jest has these as globals, and Vitest with --globals; else: import { expect, test } from 'vitest'
const sql = `
  CREATE STREAM clicks (page VARCHAR KEY, who VARCHAR)
    WITH (KAFKA_TOPIC = 'clicks', VALUE_FORMAT = 'JSON', PARTITIONS = 1);
  CREATE TABLE visits AS
    SELECT page, COUNT(*) AS n FROM clicks
    WINDOW TUMBLING (SIZE 10 SECONDS, GRACE PERIOD 0 SECONDS) GROUP BY page EMIT FINAL;`;

test('a window is reported once, when its time is over', () =>
  given({ sql, now: 0 }) // ms since the epoch: where the clock stands
    .when('clicks', { page: '/', who: 'ada' })
    .advanceTime(9_000)
    .when('clicks', { page: '/', who: 'bob' })
    .then('visits', [])
    .advanceStreamTime(10_000)
    .then('visits', [{ page: '/', windowStart: 0, n: 2 }]));

test('a restart in between changes nothing', async () => {
  using driver = openTestDriver({ sql, now: 0 });
  driver.pipe('clicks', [{ page: '/', who: 'ada' }]);
  await driver.restart();
  driver.pipe('clicks', [{ page: '/', who: 'bob' }]);
  driver.flush(); // closes all windows
  expect(driver.read('visits').map(({ value }) => value)).toEqual([{ N: 2 }]);
});
