import { testEngine } from '../../support/engine-bench.ts';
import { take, takeAll } from './support/take.ts';

const EARLIEST = { properties: { 'auto.offset.reset': 'earliest' } };
const S = `CREATE STREAM s (id VARCHAR KEY, area VARCHAR, v INT) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=2);
  CREATE TABLE t (id VARCHAR PRIMARY KEY, name VARCHAR) WITH (KAFKA_TOPIC='t', VALUE_FORMAT='JSON', PARTITIONS=2);`;

async function bench() {
  const made = testEngine();
  await made.engine.execute(S);
  const put = (key: string, area: string, v: number, ts: number): void =>
    made.produce('s', key, JSON.stringify({ area, v }), ts);
  return { ...made, put };
}

describe('push queries', () => {
  it('give what is there and what comes, in the order of the SELECT list', async () => {
    const { engine, put, close } = await bench();
    put('a', 'north', 1, 1);
    await engine.scheduler.settled();
    const query = await engine.query('SELECT v * 2, id FROM s WHERE v <> 2 EMIT CHANGES;', EARLIEST);
    expect(query.columns).toMatchObject([
      { name: 'KSQL_COL_0', key: false },
      { name: 'ID', key: false },
    ]);
    expect(await take(query, 1)).toEqual([[2, 'a']]);
    put('b', 'south', 2, 2);
    put('c', 'south', 3, 3);
    await engine.scheduler.settled();
    expect(await take(query, 1)).toEqual([[6, 'c']]);
    query.close();
    await close();
  });

  it('begin at the end of streams and at the beginning of tables, unless told otherwise', async () => {
    const { engine, put, produce, close } = await bench();
    put('a', 'north', 1, 1);
    produce('t', 'a', '{"NAME":"Ann"}', 1);
    await engine.scheduler.settled();
    const stream = await engine.query('SELECT v FROM s EMIT CHANGES LIMIT 1;');
    const table = await engine.query('SELECT name FROM t EMIT CHANGES LIMIT 1;');
    put('a', 'north', 2, 2);
    await engine.scheduler.settled();
    expect(await takeAll(stream)).toEqual([[2]]);
    expect(await takeAll(table)).toEqual([['Ann']]);
    await close();
  });

  it('group, join and repartition in memory, and leave no trace in the log', async () => {
    const { engine, put, produce, close } = await bench();
    produce('t', 'a', '{"NAME":"Ann"}', 0);
    put('a', 'north', 1, 1);
    put('b', 'north', 2, 2);
    await engine.scheduler.settled();
    const topics = [...engine.log.topics.keys()];
    const written = engine.log.written();
    const grouped = await engine.query(
      'SELECT area, SUM(v) FROM s GROUP BY area EMIT CHANGES LIMIT 2;',
      EARLIEST,
    );
    const joined = await engine.query(
      'SELECT s.id, t.name FROM s LEFT JOIN t ON s.id = t.id EMIT CHANGES LIMIT 2;',
      EARLIEST,
    );
    const all = await engine.query('SELECT COUNT(*), MAX(v) FROM s EMIT CHANGES LIMIT 2;', EARLIEST);
    expect(await takeAll(grouped)).toEqual([
      ['north', 1],
      ['north', 3],
    ]);
    expect(await takeAll(joined)).toEqual([
      ['a', 'Ann'],
      ['b', null],
    ]);
    expect(await takeAll(all)).toEqual([
      [1, 1],
      [2, 2],
    ]);
    expect([...engine.log.topics.keys()]).toEqual(topics);
    expect(engine.log.written()).toEqual(written);
    expect(engine.log.dirty()).toBe(false);
    expect(engine.transientQueries()).toEqual([]);
    await close();
  });
});
