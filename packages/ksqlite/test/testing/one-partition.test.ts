import { inOnePartition } from '../../src/testing/one-partition.ts';

it('makes every count of partitions one, and moves nothing', () => {
  expect(inOnePartition("CREATE STREAM s (v INT) WITH (PARTITIONS=12, KAFKA_TOPIC='s');")).toBe(
    "CREATE STREAM s (v INT) WITH (PARTITIONS=1 , KAFKA_TOPIC='s');",
  );
  expect(inOnePartition("DEFINE n='4'; CREATE TABLE t WITH (partitions = ${n}) AS SELECT 1 FROM s;")).toBe(
    "DEFINE n='4'; CREATE TABLE t WITH (partitions = 1   ) AS SELECT 1 FROM s;",
  );
});

it('leaves columns, texts and other statements alone', () => {
  const sql =
    "CREATE STREAM s (partitions INT); INSERT INTO s VALUES ('PARTITIONS=4'); ASSERT TOPIC s WITH (PARTITIONS=4); SELECT * FROM s WHERE partitions = 3;";
  expect(inOnePartition(sql)).toBe(sql);
});
