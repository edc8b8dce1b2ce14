import { openTestDriver } from '../../../src/testing/index.ts';

const SQL = `
  CREATE STREAM s (k VARCHAR KEY) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=1);
  CREATE TABLE q AS SELECT k, COUNT(*) AS n FROM s WINDOW SESSION (1 SECOND, GRACE PERIOD 10 SECONDS) GROUP BY k EMIT FINAL;`;

it.each([
  // a real ksqlDB gives a session that a record found just gap and grace behind its end (a random program)
  [[20_000, 10_000, 21_000, 21_001], '10000'],
  [[20_000, 10_000, 21_001], '10000'],
  [[10_000, 21_000, 21_001], '10000'],
  [[10_000, 21_000], ''],
])('reports a session of EMIT FINAL once it is over: records at %j', (times, expected) => {
  using driver = openTestDriver({ sql: SQL });
  for (const timestamp of times)
    driver.produce([{ topic: 's', key: `${timestamp}`, value: '{}', timestamp }]);
  expect(
    driver
      .readTopic('Q')
      .map(({ timestamp }) => timestamp)
      .join(),
  ).toBe(expected);
});
