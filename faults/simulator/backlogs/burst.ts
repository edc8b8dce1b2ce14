import type { Backlog, BacklogRecord } from './backlog.ts';

const MOST_AT_ONCE = 40;

/**
 * More comes before what came is read: statements are behind by different numbers of records, of one topic and of those
 * between them. Each reads a single topic, so that what they write does not depend on when it came.
 */
export const burst: Backlog = {
  sql: `
    CREATE STREAM a (k VARCHAR KEY, v INT) WITH (KAFKA_TOPIC = 'a', VALUE_FORMAT = 'JSON', PARTITIONS = 1);
    CREATE STREAM doubled AS SELECT k, v * 2 AS v FROM a EMIT CHANGES;
    CREATE STREAM by_rest AS SELECT v % 3 AS rest, k, v FROM doubled PARTITION BY v % 3 EMIT CHANGES;
    CREATE TABLE sums AS SELECT rest, COUNT(*) AS n, SUM(v) AS total FROM by_rest GROUP BY rest EMIT CHANGES;
    CREATE TABLE visits AS SELECT k, COUNT(*) AS n, COLLECT_LIST(v) AS vs
      FROM a WINDOW SESSION (300 MILLISECONDS) GROUP BY k EMIT CHANGES;
    CREATE TABLE per_second AS SELECT v % 5 AS rest, COUNT(*) AS n
      FROM doubled WINDOW TUMBLING (SIZE 1 SECOND) GROUP BY v % 5 EMIT CHANGES;
  `,
  topics: ['a'],
  records: (random, start) => {
    const apartMs = random.oneOf([0, 1, 20, 100]);
    let at = start;
    return Array.from({ length: random.int(30, 150) }, (_, v): BacklogRecord => {
      at += random.int(0, apartMs);
      const timestamp = random.chance(0.1) ? at - random.int(0, 500) : at;
      const key = random.oneOf(['x', 'y', 'z']);
      return { topic: 'a', key, value: JSON.stringify({ v }), timestamp };
    });
  },
  lot: (random) => random.int(1, MOST_AT_ONCE),
};
