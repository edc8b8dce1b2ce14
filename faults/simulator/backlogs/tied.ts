import type { Backlog, BacklogRecord } from './backlog.ts';

const TOPICS = ['a', 'b', 't'];

/**
 * Joins that read their topics themselves, so that records of one time lie at the heads of several inputs when a process
 * ends. In the line's own statements they do not: whatever it joins was written by a statement a moment before.
 */
export const tied: Backlog = {
  sql: `
    CREATE STREAM a (k VARCHAR KEY, v INT) WITH (KAFKA_TOPIC = 'a', VALUE_FORMAT = 'JSON', PARTITIONS = 1);
    CREATE STREAM b (k VARCHAR KEY, v INT) WITH (KAFKA_TOPIC = 'b', VALUE_FORMAT = 'JSON', PARTITIONS = 1);
    CREATE TABLE t (k VARCHAR PRIMARY KEY, v INT) WITH (KAFKA_TOPIC = 't', VALUE_FORMAT = 'JSON', PARTITIONS = 1);
    CREATE STREAM pairs AS SELECT ROWKEY AS k, a.v AS av, b.v AS bv
      FROM a FULL OUTER JOIN b WITHIN 1 SECOND GRACE PERIOD 0 SECONDS ON a.k = b.k EMIT CHANGES;
    CREATE STREAM looked_up AS SELECT a.k AS k, a.v AS v, t.v AS tv FROM a LEFT JOIN t ON a.k = t.k EMIT CHANGES;
    CREATE TABLE counted AS SELECT k, COUNT(*) AS n, LATEST_BY_OFFSET(v) AS v, LATEST_BY_OFFSET(tv) AS tv
      FROM looked_up WINDOW TUMBLING (SIZE 2 SECONDS) GROUP BY k EMIT CHANGES;
  `,
  topics: TOPICS,
  records: (random, start) => {
    const tick = random.oneOf([100, 400, 1_000]);
    const times = random.int(2, 6);
    const records = Array.from({ length: random.int(10, 60) }, (_, i): BacklogRecord => {
      const timestamp = start + tick * random.int(0, times);
      const key = random.oneOf(['x', 'x', 'y']);
      return { topic: random.oneOf(TOPICS), key, value: JSON.stringify({ v: i }), timestamp };
    });
    return random.chance(0.2) ? records : records.sort((one, other) => one.timestamp - other.timestamp);
  },
  // which of two equals is first is open while one of them is not there
  lot: () => Number.POSITIVE_INFINITY,
};
