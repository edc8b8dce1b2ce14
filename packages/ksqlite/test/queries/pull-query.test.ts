import { memoryDisk } from '../../src/testing/index.ts';
import { testEngine } from '../support/engine-bench.ts';
import { takeAll } from './support/take.ts';

const SQL = `CREATE STREAM s (id VARCHAR KEY, area VARCHAR, v INT) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=2);
  CREATE TABLE t (id VARCHAR PRIMARY KEY, name VARCHAR) WITH (KAFKA_TOPIC='t', VALUE_FORMAT='JSON', PARTITIONS=2);
  CREATE SOURCE TABLE st (id VARCHAR PRIMARY KEY, name VARCHAR) WITH (KAFKA_TOPIC='t', VALUE_FORMAT='JSON');
  CREATE TABLE n AS SELECT area, COUNT(*) AS c, SUM(v) AS total FROM s GROUP BY area HAVING SUM(v) > 1;
  CREATE TABLE w AS SELECT id, COUNT(*) AS c FROM s WINDOW TUMBLING (SIZE 10 MILLISECONDS) GROUP BY id;
  CREATE TABLE z AS SELECT id, COUNT(*) AS c FROM s WINDOW SESSION (10 MILLISECONDS) GROUP BY id;
  CREATE TABLE named AS SELECT id, UCASE(name) AS name FROM t WHERE name <> 'Bob';
  CREATE TABLE joined AS SELECT t.id AS id, t.name AS name, named.name AS upper FROM t LEFT JOIN named ON t.id = named.id;`;

const INPUT: readonly (readonly [string, number, number])[] = [
  ['a', 1, 1],
  ['b', 2, 2],
  ['a', 3, 15],
  ['c', 4, 18],
];
const AREAS: Readonly<Record<string, string>> = { a: 'north', b: 'south', c: 'north' };

async function bench(disk = memoryDisk()) {
  const made = testEngine({ disk });
  const ask = async (sql: string): Promise<unknown[]> =>
    (await takeAll(await made.engine.query(sql))).map((row) => row.join(' ')).sort();
  return { ...made, disk, ask };
}

async function filled() {
  const made = await bench();
  await made.engine.execute(SQL);
  for (const [id, v, ts] of INPUT) made.produce('s', id, JSON.stringify({ area: AREAS[id], v }), ts);
  for (const [id, name] of [
    ['a', 'Ann'],
    ['b', 'Bob'],
    ['c', 'Cyn'],
    ['d', 'Dan'],
  ] as const)
    made.produce('t', id, JSON.stringify({ name }), 1);
  made.produce('t', 'd', null, 2);
  await made.engine.scheduler.settled();
  return made;
}

describe('pull queries', () => {
  it.each([
    ['SELECT * FROM n;', ['north 3 8', 'south 1 2']],
    [`SELECT total, area FROM n WHERE area = 'north';`, ['8 north']],
    [`SELECT c FROM n WHERE area IN ('south', 'nowhere');`, ['1']],
    [`SELECT area FROM n WHERE area > 'north';`, ['south']],
    [`SELECT area FROM n WHERE area = 'south' OR c = 3;`, ['north', 'south']],
    [`SELECT area FROM n WHERE area = 'south' AND c = 3;`, []],
    ['SELECT area, ROWTIME FROM n;', ['north 18', 'south 2']],
    ['SELECT c * 10 FROM n WHERE c > 1;', ['30']],
    ['SELECT * FROM w;', ['a 0 10 1', 'a 10 20 1', 'b 0 10 1', 'c 10 20 1']],
    [`SELECT c FROM w WHERE id = 'a' AND WINDOWSTART >= 5;`, ['1']],
    [`SELECT id FROM w WHERE WINDOWEND <= '1970-01-01T00:00:00.010';`, ['a', 'b']],
    [`SELECT * FROM z WHERE id = 'a';`, ['a 1 1 1', 'a 15 15 1']],
    ['SELECT id, WINDOWSTART, WINDOWEND FROM z;', ['a 1 1', 'a 15 15', 'b 2 2', 'c 18 18']],
    ['SELECT * FROM named;', ['a ANN', 'c CYN']],
    [`SELECT name FROM named WHERE id = 'b';`, []],
    ['SELECT * FROM joined;', ['a Ann ANN', 'b Bob ', 'c Cyn CYN']],
    ['SELECT * FROM st;', ['a Ann', 'b Bob', 'c Cyn']],
    [`SELECT name FROM st WHERE id = 'c';`, ['Cyn']],
    ['SELECT id, v FROM s WHERE v > 1;', ['a 3', 'b 2', 'c 4']],
  ])('%s', async (sql, rows) => {
    const { ask, close } = await filled();
    expect(await ask(sql)).toEqual(rows);
    await close();
  });

  it('end at their LIMIT, and say so', async () => {
    const { engine, close } = await filled();
    for (const sql of ['SELECT * FROM n LIMIT 1;', 'SELECT * FROM s LIMIT 1;']) {
      const query = await engine.query(sql);
      expect(await takeAll(query)).toHaveLength(1);
      expect(query.ended()).toBe('limit');
    }
    expect(engine.transientQueries()).toEqual([]);
    await close();
  });

  it('say which columns are keys', async () => {
    const { engine, close } = await filled();
    const { columns } = await engine.query('SELECT c, id, WINDOWSTART FROM w;');
    expect(columns.map(({ name, key }) => [name, key])).toEqual([
      ['C', false],
      ['ID', true],
      ['WINDOWSTART', true],
    ]);
    await close();
  });

  it('see a source table as it has become', async () => {
    const { ask, produce, engine, close } = await filled();
    expect(await ask('SELECT * FROM st;')).toHaveLength(3);
    produce('t', 'a', null, 3);
    produce('t', 'b', '{"name":"Ben"}', 4);
    await engine.scheduler.settled();
    expect(await ask('SELECT * FROM st;')).toEqual(['b Ben', 'c Cyn']);
    await close();
  });

  it('answer from recovered state after a restart', async () => {
    const { disk, close } = await filled();
    await close();
    const after = await bench(disk);
    expect(await after.ask('SELECT * FROM n;')).toEqual(['north 3 8', 'south 1 2']);
    expect(await after.ask(`SELECT * FROM z WHERE id = 'a';`)).toEqual(['a 1 1 1', 'a 15 15 1']);
    expect(await after.ask('SELECT * FROM joined;')).toEqual(['a Ann ANN', 'b Bob ', 'c Cyn CYN']);
    await after.close();
  });

  it.each([
    ['SELECT * FROM t;', /The `T` table isn't queryable.*CREATE TABLE QUERYABLE_T AS SELECT \* FROM T/, 15],
    ['SELECT area, COUNT(*) FROM s GROUP BY area;', /Pull queries don't support GROUP BY clauses/, 39],
    ['SELECT * FROM s PARTITION BY v;', /Pull queries don't support PARTITION BY clauses/, 30],
    ['SELECT * FROM n HAVING c > 1;', /Pull queries don't support HAVING clauses/, 24],
    ['SELECT * FROM n WINDOW TUMBLING (SIZE 1 MINUTE);', /Pull queries don't support WINDOW clauses/, 17],
    ['SELECT s.id FROM s JOIN t ON s.id = t.id;', /Pull queries don't support JOIN clauses/, 18],
    ['SELECT ROWOFFSET FROM n;', /don't support the following columns in SELECT clauses: `ROWOFFSET`/, 8],
    ['SELECT * FROM nope;', /NOPE does not exist/, 15],
    [`SELECT * FROM w WHERE WINDOWSTART = 'x';`, /Failed to parse timestamp 'x'/, 37],
  ])('%s is refused', async (sql, message, column) => {
    const { engine, close } = await filled();
    await expect(engine.query(sql, { file: 'a.sql' })).rejects.toMatchObject({
      message: expect.stringMatching(message),
      at: { file: 'a.sql', line: 1, column },
    });
    await close();
  });
});
