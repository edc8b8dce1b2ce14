import { memoryDisk } from '../../../src/log/disk/memory-disk.ts';
import { KEPT_FOR_EVER } from '../../../src/log/topic-log.ts';
import { type Line, openLine } from '../../engine/support/line.ts';

const stream = (name: string, topic: string, more: string): string =>
  `CREATE STREAM ${name} (id VARCHAR KEY, v INT) WITH (KAFKA_TOPIC='${topic}', VALUE_FORMAT='JSON', PARTITIONS=1${more});`;
const retentionOf = (line: Line, topic: string): number | undefined =>
  line.engine.log.topics.get(topic)?.retentionMs;

let line: Line;
beforeEach(() => {
  line = openLine(memoryDisk());
});
afterEach(() => line.engine.close());

test.each([
  ['3600000', 3_600_000],
  ["'3600000'", 3_600_000],
  ['0', 0],
  ['-1', KEPT_FOR_EVER],
])('RETENTION_MS=%s of a stream is its topic’s', async (said, retentionMs) => {
  await line.run({ sql: stream('s', 's', `, RETENTION_MS=${said}`) });
  expect(retentionOf(line, 's')).toBe(retentionMs);
});

test('a stream that says nothing leaves it to the log, a table keeps its records, a windowed one does not', async () => {
  await line.run({
    sql: `${stream('s', 's', '')}
      CREATE TABLE t AS SELECT id, COUNT(*) AS n FROM s GROUP BY id;
      CREATE TABLE w WITH (RETENTION_MS=60000) AS SELECT id, COUNT(*) AS n FROM s WINDOW TUMBLING (SIZE 1 SECOND) GROUP BY id;
      CREATE STREAM c WITH (RETENTION_MS=5000) AS SELECT * FROM s;`,
  });
  expect(['s', 'T', 'W', 'C'].map((topic) => retentionOf(line, topic))).toEqual([
    undefined,
    KEPT_FOR_EVER,
    60_000,
    5_000,
  ]);
});

test.each(['-2', "'a day'", "''", '1.5'])('RETENTION_MS=%s is refused', async (said) => {
  await expect(line.engine.execute(stream('s', 's', `, RETENTION_MS=${said}`))).rejects.toMatchObject({
    code: 'SQL_INVALID',
    at: { line: 1 },
  });
});

test('a table without windows has no retention to choose', async () => {
  await line.run({ sql: stream('s', 's', '') });
  const table = 'CREATE TABLE t WITH (RETENTION_MS=1000) AS SELECT id, COUNT(*) AS n FROM s GROUP BY id;';
  await expect(line.engine.execute(table)).rejects.toMatchObject({
    code: 'SQL_INVALID',
    message: expect.stringContaining('do not support retention'),
  });
  expect(line.engine.log.topics.has('T')).toBe(false);
});

test('a topic that has another retention is not made over', async () => {
  await line.run({ sql: stream('s', 's', ', RETENTION_MS=1000') });
  await expect(line.engine.execute(stream('again', 's', ', RETENTION_MS=2000'))).rejects.toMatchObject({
    code: 'SQL_INVALID',
    message: expect.stringContaining('already exists, with different retention'),
  });
  await line.run({ sql: stream('same', 's', ', RETENTION_MS=1000') });
  expect(retentionOf(line, 's')).toBe(1_000);
});
