import { memoryDisk } from '../../../src/log/disk/memory-disk.ts';
import { type Line, openLine } from '../../engine/support/line.ts';

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

  describe('of one record that becomes many', () => {
    const ROWS = 12_000;
    const SQL = `${S}
      CREATE STREAM e AS SELECT id, EXPLODE(v) AS v FROM s;
      CREATE STREAM other (id VARCHAR KEY, w INT) WITH (KAFKA_TOPIC='other', VALUE_FORMAT='JSON', PARTITIONS=1);
      CREATE STREAM joined AS SELECT e.id AS id, v, w FROM e LEFT JOIN other WITHIN 0 SECONDS GRACE PERIOD 0 SECONDS ON e.id = other.id;
      CREATE STREAM apart AS SELECT * FROM other;`;

    const fill = (line: Line): void => {
      append(line, 1, { v: Array.from({ length: ROWS }, (_, i) => i) });
      const { log } = line.engine;
      // of the same time, which the whole of the exploded record has
      log.append(log.topics.get('other')!.partitions[0]!, 1_000, 'x', '{"w":1}');
      log.append(log.topics.get('other')!.partitions[0]!, 1_500, 'y', '{"w":2}');
    };
    const outputs = (line: Line): readonly (readonly string[])[] =>
      ['E', 'JOINED', 'APART'].map((topic) => {
        const [partition] = line.engine.log.topics.get(topic)!.partitions;
        return Array.from({ length: partition!.logEndOffset }, (_, at) => {
          const { timestamp, key, value } = partition!.load(at);
          return `${timestamp} ${String(key)} ${String(value)}`;
        });
      });

    it('others have their turn, and the results are in order', async () => {
      const line = openLine(memoryDisk());
      await line.run({ sql: SQL });
      fill(line);
      const { scheduler } = line.engine;
      const cycles: number[] = [];
      do {
        cycles.push(scheduler.cycle());
        // who reads another topic is not kept waiting
        expect(line.engine.log.topics.get('APART')!.partitions[0]!.logEndOffset).toBe(2);
      } while (scheduler.backlog() > 0);
      expect(Math.max(...cycles)).toBeLessThan(6_000);
      const [exploded, joined] = outputs(line);
      expect(exploded).toEqual(Array.from({ length: ROWS }, (_, i) => `1000 x {"V":${i}}`));
      expect(joined).toHaveLength(ROWS);
      await line.engine.close();
    });

    it('each row is made once, and in the same place, wherever the engine is stopped', async () => {
      const whole = openLine(memoryDisk());
      await whole.run({ sql: SQL });
      fill(whole);
      do whole.engine.scheduler.cycle();
      while (whole.engine.scheduler.backlog() > 0);
      const expected = outputs(whole);
      await whole.engine.close();

      const disk = memoryDisk();
      let line = openLine(disk);
      await line.run({ sql: SQL });
      fill(line);
      for (let stops = 0; line.engine.scheduler.backlog() > 0; stops++) {
        for (let cycle = 0; cycle <= stops % 3; cycle++) line.engine.scheduler.cycle();
        await line.engine.log.commit();
        await line.engine.close();
        line = openLine(disk);
      }
      expect(outputs(line)).toEqual(expected);
      await line.engine.close();
    });
  });

  describe('that takes long', () => {
    const SQL = `${S}
      CREATE STREAM a AS SELECT * FROM s; CREATE STREAM b AS SELECT * FROM a; INSERT INTO b SELECT * FROM s WHERE id = 'x';
      CREATE STREAM o (id VARCHAR KEY, v INT) WITH (KAFKA_TOPIC='o', VALUE_FORMAT='JSON', PARTITIONS=1);
      CREATE STREAM apart AS SELECT * FROM o;`;
    /** @param stepMs what the clock moves on by whenever somebody looks at it */
    const run = async (stepMs: number) => {
      let ms = 0;
      const clock = (): number => {
        ms += stepMs;
        return ms;
      };
      const line = openLine(memoryDisk(), { clock });
      await line.run({ sql: SQL });
      append(line, 400, { v: [1] });
      line.engine.log.append(line.engine.log.topics.get('o')!.partitions[0]!, 1_399, 'x', '{"v":1}');
      const cycles: number[] = [];
      do cycles.push(line.engine.scheduler.cycle());
      while (line.engine.scheduler.backlog() > 0);
      const topics = line.topics();
      await line.engine.close();
      return { cycles, topics };
    };

    it('is cut, and the results are the same', async () => {
      const whole = await run(0);
      expect(whole.cycles).toHaveLength(1);
      const some = await run(2);
      expect(some.cycles.length).toBeGreaterThan(2);
      const short = await run(100);
      expect(short.cycles.length).toBeGreaterThan(some.cycles.length);
      for (const { topics } of [some, short])
        for (const topic of ['A', 'B', 'APART']) expect(topics[topic]).toEqual(whole.topics[topic]);
    });

    it('each group that can does something in each cycle', async () => {
      const { cycles } = await run(100);
      // a record of s, and the one of o
      expect(cycles[0]).toBeGreaterThanOrEqual(2);
      expect(Math.min(...cycles)).toBeGreaterThan(0);
    });
  });
});
