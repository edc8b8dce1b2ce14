import { memoryDisk } from '../../src/log/disk/memory-disk.ts';
import { type Input, type Line, openLine } from '../engine/support/line.ts';

const SOURCES = `
  CREATE STREAM s (id VARCHAR KEY, price INT, qty INT, d DECIMAL(3, 1), t VARCHAR)
    WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=1);
  CREATE TABLE t (id INT PRIMARY KEY, v INT) WITH (KAFKA_TOPIC='t', VALUE_FORMAT='JSON', KEY_FORMAT='JSON', PARTITIONS=1);
  CREATE STREAM r (id INT KEY, v INT) WITH (KAFKA_TOPIC='r', VALUE_FORMAT='JSON', KEY_FORMAT='JSON', PARTITIONS=1);`;

const send = (topic: string, key: string, ts: number, value: unknown): Input => ({ topic, key, ts, value });

/** Runs a statement, and starts the engine again behind its records: what they did must not keep it from that. */
async function run(sql: string, inputs: readonly Input[]): Promise<Line> {
  const disk = memoryDisk();
  const line = openLine(disk);
  await line.run({ sql: SOURCES });
  await line.run({ sql });
  await line.run({ inputs });
  await line.engine.close();
  const again = openLine(disk);
  await again.run({ inputs: [] });
  return { ...again, problems: line.problems };
}

const valuesOf = (line: Line): unknown[] =>
  (line.topics().O ?? []).flat().map((record) => JSON.parse(String((record as unknown[])[2])));

describe('a record on which something fails', () => {
  it('counts as NULL in an aggregate whose argument fails', async () => {
    const line = await run(
      `CREATE TABLE o AS SELECT id, SUM(price / qty) AS total, COUNT(*) AS n, MAX(CAST(t AS INT)) AS m FROM s GROUP BY id;`,
      [
        send('s', 'a', 1, { price: 6, qty: 2, t: '1' }),
        send('s', 'a', 2, { price: 6, qty: 0, t: 'x' }),
        send('s', 'a', 3, { price: 8, qty: 2, t: '3' }),
      ],
    );
    expect(valuesOf(line)).toEqual([
      { TOTAL: 3, N: 1, M: 1 },
      { TOTAL: 3, N: 2, M: 1 },
      { TOTAL: 7, N: 3, M: 3 },
    ]);
    expect(line.problems.filter((problem) => problem.startsWith('SUM'))).toHaveLength(1);
    await line.engine.close();
  });

  it.each([
    ['without a window', ''],
    ['in a window', 'WINDOW TUMBLING (SIZE 10 SECONDS)'],
    ['in a session', 'WINDOW SESSION (10 SECONDS)'],
  ])('is left out of a SUM that it would drive past its DECIMAL, %s', async (_, window) => {
    const line = await run(`CREATE TABLE o AS SELECT id, SUM(d) AS total FROM s ${window} GROUP BY id;`, [
      send('s', 'a', 1, { d: 60 }),
      send('s', 'a', 2, { d: 50 }),
      send('s', 'a', 3, { d: 30 }),
    ]);
    const totals = valuesOf(line).flatMap((value) => (value === null ? [] : [value]));
    expect(totals).toEqual([{ TOTAL: 60 }, { TOTAL: 90 }]);
    expect(line.problems).toHaveLength(1);
    await line.engine.close();
  });

  it('has no key in a join with a table on an expression that fails', async () => {
    const line = await run(
      `CREATE STREAM o AS SELECT t.id AS id, s.qty AS qty, t.v AS v FROM s LEFT JOIN t ON 10 / s.qty = t.id;`,
      [send('t', '5', 1, { v: 55 }), send('s', 'a', 2, { qty: 0 }), send('s', 'a', 3, { qty: 2 })],
    );
    expect(valuesOf(line)).toEqual([
      { QTY: 0, V: null },
      { QTY: 2, V: 55 },
    ]);
    expect(line.problems.length).toBeGreaterThan(0);
    await line.engine.close();
  });

  it('has no key in a join of streams either', async () => {
    const line = await run(
      `CREATE STREAM o AS SELECT r.id AS id, s.qty AS qty, r.v AS v FROM s
         LEFT JOIN r WITHIN 1 SECOND GRACE PERIOD 0 SECONDS ON 10 / s.qty = r.id;`,
      [send('r', '5', 1, { v: 55 }), send('s', 'a', 2, { qty: 0 }), send('s', 'a', 3, { qty: 2 })],
    );
    expect(valuesOf(line)).toEqual([
      { QTY: 0, V: null },
      { QTY: 2, V: 55 },
    ]);
    await line.engine.close();
  });

  it.each([
    ['in WHERE', `SELECT id, qty FROM s WHERE CAST(t AS INT) IS NULL;`, [{ QTY: 1 }]],
    [
      'in WHERE, in a lambda',
      `SELECT id, qty FROM s WHERE TRANSFORM(ARRAY[t], x => CAST(x AS INT))[1] IS NULL;`,
      [{ QTY: 1 }],
    ],
    [
      'in GROUP BY',
      `SELECT IFNULL(CAST(t AS INT), 7) AS k, COUNT(*) AS n FROM s GROUP BY IFNULL(CAST(t AS INT), 7);`,
      [{ N: 1 }, { N: 1 }],
    ],
    [
      'in GROUP BY of the key, without a repartition',
      `SELECT id, COUNT(*) AS n FROM s GROUP BY id HAVING IFNULL(CAST(MAX(t) AS INT), 7) > 0;`,
      [{ N: 1 }, null, { N: 1 }],
    ],
    ['in SELECT', `SELECT id, IFNULL(CAST(t AS INT), 7) AS v FROM s;`, [{ V: 7 }, { V: 7 }, { V: 3 }]],
  ])('is left out, or NULL, by where a part of an expression fails: %s', async (_, select, expected) => {
    const kind = select.includes('GROUP') ? 'TABLE' : 'STREAM';
    const line = await run(`CREATE ${kind} o AS ${select}`, [
      send('s', 'a', 1, { qty: 1 }),
      send('s', 'a', 2, { qty: 2, t: 'x' }),
      send('s', 'b', 3, { qty: 3, t: '3' }),
    ]);
    expect(valuesOf(line)).toEqual(expected);
    expect(line.problems.filter((problem) => problem.includes("'x' is not an INTEGER"))).toHaveLength(1);
    await line.engine.close();
  });

  it('fails as a whole in a pull query, whose expressions are interpreted', async () => {
    const line = await run('CREATE TABLE o AS SELECT id, LATEST_BY_OFFSET(t) AS t FROM s GROUP BY id;', [
      send('s', 'a', 1, { t: 'x' }),
      send('s', 'b', 2, { t: '5' }),
    ]);
    const pull = async (sql: string): Promise<unknown[]> => {
      const rows: unknown[] = [];
      for await (const row of (await line.engine.query(sql)).rows) rows.push(row);
      return rows;
    };
    expect(await pull('SELECT id, COALESCE(CAST(t AS INT), 7) AS v FROM o;')).toEqual([
      ['a', null],
      ['b', 5],
    ]);
    expect(await pull('SELECT id FROM o WHERE COALESCE(CAST(t AS INT), 7) > 1;')).toEqual([['b']]);
    await line.engine.close();
  });

  it('is reported when it comes, and not again when state is made of it', async () => {
    const disk = memoryDisk();
    const line = openLine(disk);
    await line.run({ sql: SOURCES });
    await line.run({
      sql: `CREATE TABLE l (id VARCHAR PRIMARY KEY, t VARCHAR) WITH (KAFKA_TOPIC='l', VALUE_FORMAT='JSON', PARTITIONS=1);
        CREATE TABLE o AS SELECT l.id AS id, l.t AS t, t.v AS v FROM l LEFT JOIN t ON CAST(l.t AS INT) = t.id;`,
    });
    await line.run({ inputs: [send('l', 'a', 1, { t: 'x' })] });
    expect(line.problems).toEqual(["INTEGER: 'x' is not an INTEGER"]);
    await line.engine.close();
    const again = openLine(disk);
    await again.run({ inputs: [send('l', 'b', 2, { t: '1' })] });
    expect(again.problems).toEqual([]);
    await again.engine.close();
  });

  it('is no row of an INSERT', async () => {
    const line = openLine(memoryDisk());
    await line.run({ sql: SOURCES });
    await expect(
      line.run({ sql: "INSERT INTO s (id, qty) VALUES ('a', CAST('x' AS INT));" }),
    ).rejects.toMatchObject({
      code: 'SQL_INVALID',
      message: expect.stringContaining("'x' is not an INTEGER"),
    });
    await line.engine.close();
  });
});
