import fc from 'fast-check';
import { memoryDisk } from '../../src/log/disk/memory-disk.ts';
import { type Line, openLine } from '../engine/support/line.ts';
import { takeAll } from '../queries/support/take.ts';

const SQL = `
  CREATE TABLE t (id VARCHAR PRIMARY KEY, v INT) WITH (KAFKA_TOPIC='t', VALUE_FORMAT='JSON', PARTITIONS=2);
  CREATE TABLE copy AS SELECT id, v FROM t;
  CREATE TABLE pairs (a INT PRIMARY KEY, b VARCHAR PRIMARY KEY, v INT)
    WITH (KAFKA_TOPIC='pairs', FORMAT='JSON', PARTITIONS=1);
  CREATE TABLE many AS SELECT v, COUNT(*) AS c FROM t GROUP BY v;
  CREATE SOURCE TABLE ro (id VARCHAR PRIMARY KEY, v INT) WITH (KAFKA_TOPIC='t', VALUE_FORMAT='JSON');
  CREATE STREAM s (id VARCHAR KEY, v INT) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=1);
  CREATE TABLE w AS SELECT id, COUNT(*) AS c FROM s WINDOW TUMBLING (SIZE 1 SECOND) GROUP BY id;`;

async function opened(): Promise<Line> {
  const line = openLine(memoryDisk());
  await line.run({ sql: SQL });
  return line;
}

const rows = async ({ engine }: Line, table: string): Promise<readonly string[]> => {
  const found = await takeAll(await engine.query(`SELECT * FROM ${table};`));
  return found.map((row) => row.map(String).join(' ')).sort();
};

describe('DELETE', () => {
  it('writes a record without a value, by the key', async () => {
    const line = await opened();
    await line.run({
      sql: `INSERT INTO t VALUES ('a', 1); INSERT INTO t VALUES ('b', 2); DELETE FROM t WHERE id = LCASE('A'); DELETE FROM t WHERE 'none' = t.id;
        INSERT INTO pairs VALUES (1, 'x', 1); DELETE FROM pairs WHERE b = 'x' AND a = 1;`,
    });
    expect(await rows(line, 'copy')).toEqual(['b 2']);
    // a group of a table stays when its last row is gone
    expect(await rows(line, 'many')).toEqual(['1 0', '2 1']);
    const pairs = line.topics().pairs?.flat() as unknown[][];
    expect(pairs.map(([, key, value]) => [key, value])).toEqual([
      ['{"A":1,"B":"x"}', '{"V":1}'],
      ['{"A":1,"B":"x"}', null],
    ]);
    await line.engine.close();
  });

  it('leaves what a table without it would have, over restarts', async () => {
    const acts = fc.array(
      fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd'), v: fc.option(fc.nat(3)), restart: fc.boolean() }),
      { minLength: 1, maxLength: 15 },
    );
    await fc.assert(
      fc.asyncProperty(acts, async (all) => {
        const disk = memoryDisk();
        let line = openLine(disk);
        await line.run({ sql: SQL });
        const model = new Map<string, number>();
        for (const [steps, { key, v, restart }] of all.entries()) {
          if (v === null) model.delete(key);
          else model.set(key, v);
          await line.run({
            sql: v === null ? `DELETE FROM t WHERE id = '${key}';` : `INSERT INTO t VALUES ('${key}', ${v});`,
          });
          if (!restart) continue;
          await line.engine.close();
          line = openLine(disk, { steps: steps + 2 });
        }
        expect(await rows(line, 'copy')).toEqual([...model].map(([key, v]) => `${key} ${v}`).sort());
        await line.engine.close();
      }),
      { numRuns: 20 },
    );
  });

  it.each([
    ["DELETE FROM nope WHERE id = 'a';", 'SQL_UNKNOWN_SOURCE', /NOPE does not exist/],
    ["DELETE FROM s WHERE id = 'a';", 'SQL_INVALID', /S is a stream/],
    ["DELETE FROM ro WHERE id = 'a';", 'SQL_INVALID', /read-only/],
    ["DELETE FROM w WHERE id = 'a';", 'SQL_INVALID', /windowed/],
    ['DELETE FROM t WHERE v = 1;', 'SQL_INVALID', /V is not a key column of T/],
    ["DELETE FROM t WHERE x.id = 'a';", 'SQL_INVALID', /ID is not a key column of T/],
    ["DELETE FROM t WHERE id > 'a';", 'SQL_UNSUPPORTED', /other rows than one/],
    ["DELETE FROM t WHERE id = 'a' OR id = 'b';", 'SQL_UNSUPPORTED', /other rows than one/],
    ["DELETE FROM t WHERE id = 'a' AND id = 'b';", 'SQL_INVALID', /twice/],
    ['DELETE FROM pairs WHERE a = 1;', 'SQL_INVALID', /the whole key: B is missing/],
    ['DELETE FROM t WHERE id = 1;', 'SQL_TYPE', /Expected type STRING but got INTEGER/],
    ['DELETE FROM t WHERE id = NULL;', 'SQL_INVALID', /NULL/],
    ['DELETE FROM t WHERE id = v;', 'SQL_INVALID', /not with a column/],
    ["SET 'ksqldb.compatibility'='strict'; DELETE FROM t WHERE id = 'a';", 'SQL_UNSUPPORTED', /strict/],
  ])('%s is refused', async (sql, code, message) => {
    const line = await opened();
    await expect(line.engine.execute(sql)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
    await line.engine.close();
  });
});
