import { memoryDisk } from '../../src/log/disk/memory-disk.ts';
import { openLine } from '../engine/support/line.ts';

const SOURCE = `CREATE STREAM s (k VARCHAR KEY, a INT, b INT) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=1);`;
const input = (a: number | null, b: number | null, ts: number) => ({
  topic: 's',
  key: 'nine',
  value: { a, b },
  ts,
});

/** The values that a statement writes, and the same again after a restart. */
async function written(sql: string): Promise<unknown[]> {
  const disk = memoryDisk();
  let line = openLine(disk);
  await line.run({ sql: `${SOURCE} ${sql}` });
  await line.run({ inputs: [input(1, 2, 0), input(1, null, 1), input(3, 4, 2)] });
  await line.engine.close();
  line = openLine(disk);
  await line.run({ inputs: [input(1, 7, 3)] });
  const records = line.topics().O!.flat() as [number, string, string][];
  await line.engine.close();
  return records.map(([, key, value]) => [JSON.parse(key), JSON.parse(value)]);
}

describe('a STRUCT of columns behind GROUP BY on something else than the key', () => {
  it('holds the columns that it names', async () => {
    expect(
      await written(
        `CREATE TABLE o WITH (KEY_FORMAT='JSON') AS SELECT a, COLLECT_LIST(STRUCT(x := a, y := b)) AS l FROM s GROUP BY a;`,
      ),
    ).toEqual([
      [1, { L: [{ X: 1, Y: 2 }] }],
      [
        1,
        {
          L: [
            { X: 1, Y: 2 },
            { X: 1, Y: null },
          ],
        },
      ],
      [3, { L: [{ X: 3, Y: 4 }] }],
      [
        1,
        {
          L: [
            { X: 1, Y: 2 },
            { X: 1, Y: null },
            { X: 1, Y: 7 },
          ],
        },
      ],
    ]);
  });

  it('can be the group', async () => {
    const sql = `CREATE TABLE o WITH (KEY_FORMAT='JSON') AS SELECT STRUCT(x := a, y := b) AS g, COUNT(*) AS n FROM s GROUP BY STRUCT(x := a, y := b);`;
    expect(await written(sql)).toEqual([
      [{ X: 1, Y: 2 }, { N: 1 }],
      [{ X: 1, Y: null }, { N: 1 }],
      [{ X: 3, Y: 4 }, { N: 1 }],
      [{ X: 1, Y: 7 }, { N: 1 }],
    ]);
  });
});
