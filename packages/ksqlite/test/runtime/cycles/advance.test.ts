import { memoryDisk } from '../../../src/log/disk/memory-disk.ts';
import type { Input, Line } from '../../engine/support/line.ts';
import { openLine } from '../../engine/support/line.ts';

const EPOCH = 1_700_000_000_000;
const SOURCES = `
  CREATE STREAM s (id VARCHAR KEY, v INT) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=2);
  CREATE STREAM r (id VARCHAR KEY, v INT) WITH (KAFKA_TOPIC='r', VALUE_FORMAT='JSON', PARTITIONS=2);`;

const at = (topic: string, key: string, ts: number, v = 0): Input => ({ topic, key, ts, value: { v } });

async function opened(disk = memoryDisk(), sql?: string, inputs: readonly Input[] = []): Promise<Line> {
  const line = openLine(disk);
  if (sql !== undefined) {
    await line.run({ sql: SOURCES });
    await line.run({ sql });
  }
  await line.run({ inputs });
  return line;
}

/** As a driver does: time moves, and what that made is committed. */
async function advance({ engine }: Line, to: number): Promise<void> {
  engine.scheduler.advance(EPOCH + to);
  await engine.scheduler.settled();
}

/** The values in all partitions of a topic, in no order, and the times they have. */
const valuesIn = (line: Line, topic: string): string[] =>
  (line.topics()[topic] ?? []).flatMap((records) =>
    records.map((record) => {
      const [ts, , value] = record as [number, string, string];
      return `${ts} ${value}`;
    }),
  );

const FINAL = `
  CREATE TABLE o AS SELECT id, COUNT(*) AS n FROM s
  WINDOW TUMBLING (SIZE 10 MILLISECONDS, GRACE PERIOD 5 MILLISECONDS) GROUP BY id EMIT FINAL;`;

describe('time that moves without a record', () => {
  it('closes windows in every partition, once', async () => {
    const line = await opened(undefined, FINAL, [at('s', 'a', 1), at('s', 'a', 2), at('s', 'b', 3)]);
    await advance(line, 14);
    expect(valuesIn(line, 'O')).toEqual([]);
    await advance(line, 15);
    expect(valuesIn(line, 'O').sort()).toEqual(['2 {"N":2}', '3 {"N":1}']);
    await advance(line, 90);
    await advance(line, 15);
    expect(valuesIn(line, 'O')).toHaveLength(2);
    await line.engine.close();
  });

  it('closes them for records that come later, over a restart too', async () => {
    const disk = memoryDisk();
    const line = await opened(disk, FINAL, [at('s', 'a', 1)]);
    await advance(line, 15);
    await line.engine.close();
    const again = await opened(disk);
    await again.run({ inputs: [at('s', 'a', 2), at('s', 'a', 30)] });
    expect(valuesIn(again, 'O')).toEqual(['1 {"N":1}']);
    await again.engine.close();
  });

  it('closes sessions', async () => {
    const line = await opened(
      undefined,
      `CREATE TABLE o AS SELECT id, COUNT(*) AS n FROM s
       WINDOW SESSION (10 MILLISECONDS, GRACE PERIOD 5 MILLISECONDS) GROUP BY id EMIT FINAL;`,
      [at('s', 'a', 1), at('s', 'a', 9), at('s', 'b', 3)],
    );
    await advance(line, 24);
    expect(valuesIn(line, 'O')).toEqual(['3 {"N":1}']);
    await advance(line, 25);
    expect(valuesIn(line, 'O').sort()).toEqual(['3 {"N":1}', '9 {"N":2}']);
    await line.engine.close();
  });

  it('lets unmatched records of both sides go', async () => {
    const line = await opened(
      undefined,
      `CREATE STREAM o AS SELECT ROWKEY AS k, s.v AS a, r.v AS b FROM s
       FULL JOIN r WITHIN 10 MILLISECONDS GRACE PERIOD 5 MILLISECONDS ON s.id = r.id;`,
      [at('s', 'a', 1, 1), at('r', 'a', 2, 2), at('s', 'b', 3, 3), at('r', 'c', 4, 4)],
    );
    expect(valuesIn(line, 'O')).toEqual(['2 {"A":1,"B":2}']);
    await advance(line, 19);
    expect(valuesIn(line, 'O').sort()).toEqual(['2 {"A":1,"B":2}', '3 {"A":3,"B":null}']);
    await advance(line, 20);
    expect(valuesIn(line, 'O').sort()).toEqual([
      '2 {"A":1,"B":2}',
      '3 {"A":3,"B":null}',
      '4 {"A":null,"B":4}',
    ]);
    await line.engine.close();
  });

  it('reaches what is downstream with all that was made upstream', async () => {
    const line = await opened(
      undefined,
      `CREATE STREAM j AS SELECT s.id AS id, s.v AS a FROM s
         LEFT JOIN r WITHIN 10 MILLISECONDS GRACE PERIOD 0 MILLISECONDS ON s.id = r.id;
       CREATE TABLE o AS SELECT a, COUNT(*) AS n FROM j
         WINDOW TUMBLING (SIZE 10 MILLISECONDS, GRACE PERIOD 0 MILLISECONDS) GROUP BY a EMIT FINAL;`,
      [at('s', 'a', 1, 7), at('s', 'b', 2, 7)],
    );
    expect(line.engine.scheduler.advance(EPOCH + 500)).toBeGreaterThan(0);
    await line.engine.scheduler.settled();
    expect(valuesIn(line, 'O')).toEqual(['2 {"N":2}']);
    expect(line.problems).toEqual([]);
    await line.engine.close();
  });
});
