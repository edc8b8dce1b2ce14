import { memoryDisk } from '../../src/log/disk/memory-disk.ts';
import { type Line, openLine } from '../engine/support/line.ts';

const S = `CREATE STREAM s (id VARCHAR KEY, v ARRAY<INT>) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=1);`;

/** Appends records without letting the scheduler run. */
function append(line: Line, count: number, value: unknown): void {
  const { log } = line.engine;
  for (let at = 0; at < count; at++)
    log.append(log.topics.get('s')!.partitions[0]!, 1_000 + at, 'x', JSON.stringify(value));
}

/** Records of all topics. */
const total = (line: Line): number =>
  [...line.engine.log.topics.values()]
    .flatMap(({ partitions }) => partitions)
    .reduce((sum, { logEndOffset }) => sum + logEndOffset, 0);

describe('a cycle ends', () => {
  it.each([
    ['a statement that reads its own sink', 'INSERT INTO a SELECT * FROM a;'],
    [
      'two that feed each other, twice',
      'INSERT INTO b SELECT * FROM a; INSERT INTO a SELECT * FROM b; INSERT INTO a SELECT id, v FROM b;',
    ],
    [
      'one that multiplies',
      'INSERT INTO b SELECT id, v FROM a; INSERT INTO a SELECT b.id AS id, ARRAY[EXPLODE(b.v)] AS v FROM b;',
    ],
  ])('of %s', async (_, sql) => {
    const line = openLine(memoryDisk());
    await line.run({
      sql: `${S} CREATE STREAM a AS SELECT * FROM s; CREATE STREAM b WITH (KAFKA_TOPIC='b2') AS SELECT id, v FROM s WHERE id = 'none'; ${sql}`,
    });
    append(line, 10, { v: [1, 2] });
    for (let cycle = 0; cycle < 20; cycle++) {
      const before = total(line);
      line.engine.scheduler.cycle();
      // two groups of 500 and what they read for the first time
      expect(total(line) - before).toBeLessThan(3_100);
    }
    await line.run({ sql: 'TERMINATE ALL;' });
    await line.engine.close();
  });

  it('where a record becomes many, the next cycles read fewer', async () => {
    const line = openLine(memoryDisk());
    await line.run({
      sql: `${S} CREATE STREAM e AS SELECT id, EXPLODE(v) AS v FROM s; CREATE STREAM f AS SELECT * FROM e;`,
    });
    append(line, 700, { v: Array.from({ length: 60 }, (_, v) => v) });
    const cycles: number[] = [];
    do cycles.push(line.engine.scheduler.cycle());
    while (line.engine.scheduler.backlog() > 0);
    // 500 records and the 30,000 made of them; then about 10,000 a cycle
    expect(cycles[0]).toBeLessThan(32_000);
    expect(Math.max(...cycles.slice(1))).toBeLessThan(25_000);
    expect(cycles.reduce((sum, each) => sum + each, 0)).toBe(700 + 42_000);
    await line.engine.close();
  });
});
