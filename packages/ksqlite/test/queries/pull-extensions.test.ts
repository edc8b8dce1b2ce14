import { testEngine } from '../support/engine-bench.ts';
import { takeAll } from './support/take.ts';

const SQL = `CREATE STREAM s (id VARCHAR KEY, area VARCHAR, v INT, tags ARRAY<INT>) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=2);
  CREATE TABLE t AS SELECT id, LATEST_BY_OFFSET(area) AS area, SUM(v) AS v, COLLECT_LIST(v) AS numbers FROM s GROUP BY id;
  CREATE TABLE w AS SELECT id, COUNT(*) AS n FROM s WINDOW TUMBLING (SIZE 10 MILLISECONDS) GROUP BY id;`;
const STRICT = "SET 'ksqldb.compatibility'='strict';";

const INPUT: readonly (readonly [id: string, area: string | null, v: number | null, ts: number])[] = [
  ['a', 'north', 3, 1],
  ['b', 'south', 1, 2],
  ['c', 'north', 2, 3],
  ['d', 'east', 2, 14],
  ['e', null, null, 5],
];

async function filled(properties: Readonly<Record<string, string>> = {}) {
  const made = testEngine({ properties });
  await made.engine.execute(SQL);
  for (const [id, area, v, ts] of INPUT) made.produce('s', id, JSON.stringify({ area, v }), ts);
  await made.engine.scheduler.settled();
  const ask = async (sql: string): Promise<readonly string[]> =>
    (await takeAll(await made.engine.query(sql))).map((row) => row.map(String).join(' '));
  return { ...made, ask };
}

describe('ORDER BY, LIMIT and OFFSET of a pull query', () => {
  it.each([
    ['SELECT id FROM t ORDER BY id;', ['a', 'b', 'c', 'd', 'e']],
    ['SELECT id FROM t ORDER BY id DESC LIMIT 2;', ['e', 'd']],
    ['SELECT id FROM t ORDER BY id LIMIT 2 OFFSET 3;', ['d', 'e']],
    ['SELECT id FROM t ORDER BY id OFFSET 4;', ['e']],
    ['SELECT id, v FROM t WHERE v > 0 ORDER BY v DESC, id ASC;', ['a 3', 'c 2', 'd 2', 'b 1']],
    // NULL is greater than every value
    ['SELECT id FROM t ORDER BY area, id;', ['d', 'a', 'c', 'b', 'e']],
    ['SELECT id FROM t ORDER BY area DESC, id;', ['e', 'b', 'a', 'c', 'd']],
    // by an alias, a place, an expression, and what is not selected
    ['SELECT id, v * -1 AS less FROM t WHERE v > 0 ORDER BY less, id;', ['a -3', 'c -2', 'd -2', 'b -1']],
    ['SELECT v, id FROM t WHERE v > 0 ORDER BY 1, 2;', ['1 b', '2 c', '2 d', '3 a']],
    ['SELECT id FROM t WHERE v > 0 ORDER BY ABS(v - 2), id;', ['c', 'd', 'a', 'b']],
    ['SELECT * FROM t WHERE v > 1 ORDER BY id DESC;', ['d east 2 2', 'c north 2 2', 'a north 3 3']],
    ['SELECT id, WINDOWSTART FROM w ORDER BY WINDOWSTART DESC, id LIMIT 2;', ['d 10', 'a 0']],
  ])('%s', async (sql, rows) => {
    const { ask } = await filled();
    expect(await ask(sql)).toEqual(rows);
  });

  it('passes over the first rows in the order of the keys, where nothing sorts them', async () => {
    const { ask } = await filled();
    const all = await ask('SELECT id FROM t;');
    expect(await ask('SELECT id FROM t LIMIT 2 OFFSET 1;')).toEqual(all.slice(1, 3));
  });
});

describe('aggregates of a pull query', () => {
  it.each([
    ['SELECT COUNT(*), SUM(v), MAX(area) FROM t;', ['5 8 south']],
    ["SELECT COUNT(*), SUM(v) FROM t WHERE id = 'nobody';", ['0 0']],
    [
      'SELECT area, COUNT(*) AS n FROM t GROUP BY area ORDER BY n DESC, area;',
      ['north 2', 'east 1', 'south 1'],
    ],
    ['SELECT area, SUM(v) FROM t GROUP BY area HAVING COUNT(*) > 1;', ['north 5']],
    ['SELECT area, SUM(v) FROM t GROUP BY area ORDER BY SUM(v) DESC LIMIT 1;', ['north 5']],
    ['SELECT v % 2 AS odd, COUNT(*) FROM t WHERE v > 0 GROUP BY v % 2 ORDER BY odd;', ['0 2', '1 2']],
    ['SELECT WINDOWSTART, SUM(n) FROM w GROUP BY WINDOWSTART ORDER BY WINDOWSTART;', ['0 4', '10 1']],
  ])('%s', async (sql, rows) => {
    const { ask } = await filled();
    expect(await ask(sql)).toEqual(rows);
  });
});

describe('what pull queries refuse', () => {
  it.each([
    ['SELECT id FROM t ORDER BY numbers;', 'SQL_TYPE', "ORDER BY can't compare values of ARRAY<INTEGER>."],
    [
      'SELECT id FROM t ORDER BY 2;',
      'SQL_INVALID',
      'ORDER BY 2: there is no such column, the SELECT list has 1.',
    ],
    ['SELECT id FROM t ORDER BY nothing;', 'SQL_UNKNOWN_COLUMN', "'NOTHING' cannot be resolved"],
    ['SELECT area, v FROM t GROUP BY area;', 'SQL_INVALID', 'not part of GROUP BY'],
    ['SELECT id FROM t HAVING v > 1;', 'SQL_INVALID', "Pull queries don't support HAVING clauses."],
    ['SELECT id FROM s ORDER BY id;', 'SQL_SYNTAX', 'unexpected ORDER BY'],
    ['SELECT id FROM s EMIT CHANGES LIMIT 1 OFFSET 1;', 'SQL_SYNTAX', 'unexpected OFFSET'],
    [
      'SELECT area, COUNT(*) FROM s GROUP BY area;',
      'SQL_INVALID',
      "Pull queries don't support GROUP BY clauses.",
    ],
    [`${STRICT} SELECT id FROM t ORDER BY id;`, 'SQL_SYNTAX', 'unexpected ORDER BY'],
    [`${STRICT} SELECT id FROM t OFFSET 1;`, 'SQL_SYNTAX', 'unexpected OFFSET'],
    [`${STRICT} SELECT COUNT(*) FROM t;`, 'SQL_INVALID', "Pull queries don't support GROUP BY clauses."],
    [
      `${STRICT} SELECT area FROM t GROUP BY area;`,
      'SQL_INVALID',
      "Pull queries don't support GROUP BY clauses.",
    ],
  ])('%s', async (sql, code, message) => {
    const strict = sql.startsWith(STRICT);
    const { engine } = await filled(strict ? { 'ksqldb.compatibility': 'strict' } : {});
    const asked = async () => takeAll(await engine.query(sql.replace(STRICT, '')));
    await expect(asked()).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  });

  it('refuses a compatibility that there is not', async () => {
    const { engine } = await filled();
    await expect(engine.execute("SET 'ksqldb.compatibility'='loose';")).rejects.toMatchObject({
      message: expect.stringContaining("it is 'strict' or 'extended'"),
    });
  });
});
