import { type Engine, openEngine } from '../../src/engine/engine.ts';
import { memoryDisk } from '../../src/log/disk/memory-disk.ts';
import { openTopicLog } from '../../src/log/topic-log.ts';
import { DeletedRow } from '../../src/queries/transient/deleted-row.ts';
import { testEngine } from '../support/engine-bench.ts';
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
    // by hand: a database tells it otherwise
    const log = openTopicLog({ disk: memoryDisk(), now: () => 1 });
    const engine = openEngine({ log, now: () => 1 });
    await engine.execute(S);
    const put = (topic: string, value: string, ts: number) =>
      log.append(log.topics.get(topic)!.partitions[0]!, ts, 'a', value);
    put('s', '{"V":1}', 1);
    put('t', '{"NAME":"Ann"}', 1);
    await engine.scheduler.settled();
    const stream = await engine.query('SELECT v FROM s EMIT CHANGES LIMIT 1;');
    const table = await engine.query('SELECT name FROM t EMIT CHANGES LIMIT 1;');
    put('s', '{"V":2}', 2);
    await engine.scheduler.settled();
    expect(await takeAll(stream)).toEqual([[2]]);
    expect(await takeAll(table)).toEqual([['Ann']]);
    await engine.close();
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

  it('wait for a reader who stops, and hold no more than their buffer', async () => {
    const { engine, put, close } = await bench();
    const query = await engine.query('SELECT v FROM s EMIT CHANGES;', { ...EARLIEST, maxBufferedRows: 100 });
    const [first] = await Promise.all([take(query, 1), fill(put, engine)]);
    expect(first).toEqual([[0]]);
    const rows = await take(query, 99_999);
    expect(rows.map(([v]) => Number(v)).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 99_999 }, (_, i) => i + 1),
    );
    query.close();
    await close();
  });

  it('do not keep the statements from their work while nobody reads', async () => {
    const { engine, put, close } = await bench();
    await engine.execute('CREATE TABLE c AS SELECT id, COUNT(*) AS n FROM s GROUP BY id;');
    const query = await engine.query('SELECT v FROM s EMIT CHANGES;', { ...EARLIEST, maxBufferedRows: 10 });
    await fill(put, engine);
    while (engine.scheduler.backlog() > 0) await engine.scheduler.settled();
    const counted = await takeAll(await engine.query('SELECT n FROM c;'));
    expect(counted.reduce((sum, [n]) => sum + Number(n), 0)).toBe(100_000);
    expect(query.ended()).toBeUndefined();
    query.close();
    expect(query.ended()).toBe('closed');
    await close();
  });

  it('show windows, sessions and windowed tables', async () => {
    const { engine, put, close } = await bench();
    await engine.execute(
      'CREATE TABLE w AS SELECT id, COUNT(*) AS n FROM s WINDOW TUMBLING (SIZE 10 MILLISECONDS) GROUP BY id;',
    );
    put('a', 'north', 1, 1);
    put('a', 'north', 2, 2);
    put('a', 'north', 3, 15);
    await engine.scheduler.settled();
    const all = async (sql: string): Promise<unknown> => takeAll(await engine.query(sql, EARLIEST));
    expect(await all('SELECT * FROM w EMIT CHANGES LIMIT 3;')).toEqual([
      ['a', 0, 10, 1],
      ['a', 0, 10, 2],
      ['a', 10, 20, 1],
    ]);
    expect(
      await all(
        'SELECT id, WINDOWSTART, WINDOWEND, COUNT(*) FROM s WINDOW SESSION (10 MILLISECONDS) GROUP BY id EMIT CHANGES LIMIT 3;',
      ),
    ).toEqual([
      ['a', 1, 1, 1],
      ['a', 1, 2, 2],
      ['a', 15, 15, 1],
    ]);
    await close();
  });

  it('say which rows are gone to who asks for it, and count them then', async () => {
    const { engine, put, close } = await bench();
    put('a', 'north', 1, 1);
    put('a', 'north', 2, 2);
    await engine.scheduler.settled();
    const sql =
      'SELECT id, WINDOWEND, COUNT(*) FROM s WINDOW SESSION (10 MILLISECONDS) GROUP BY id EMIT CHANGES LIMIT 2;';
    const merged = await takeAll(await engine.query(sql, { ...EARLIEST, deletions: true }));
    expect(merged.map((row) => [row instanceof DeletedRow, ...row])).toEqual([
      [false, 'a', 1, 1],
      [true, 'a', 1, null],
    ]);
    expect(await takeAll(await engine.query(sql, EARLIEST))).toEqual([
      ['a', 1, 1],
      ['a', 2, 2],
    ]);
    await close();
  });

  it('continue when their source is dropped, and end with an error when its topic is', async () => {
    const { engine, put, close } = await bench();
    put('a', 'north', 1, 1);
    await engine.scheduler.settled();
    const query = await engine.query('SELECT v FROM s EMIT CHANGES;', EARLIEST);
    expect(await take(query, 1)).toEqual([[1]]);
    await engine.execute('DROP STREAM s;');
    put('b', 'north', 2, 2);
    await engine.scheduler.settled();
    expect(await take(query, 1)).toEqual([[2]]);
    engine.log.deleteTopic('s');
    engine.scheduler.wake();
    await expect(take(query, 1)).rejects.toMatchObject({ code: 'TOPIC_UNKNOWN' });
    expect(query.ended()).toBe('failed');
    await close();
  });

  it('end when the engine closes', async () => {
    const { engine, close } = await bench();
    const query = await engine.query('SELECT v FROM s EMIT CHANGES;');
    const rows = takeAll(query);
    await close();
    expect(await rows).toEqual([]);
    expect(query.ended()).toBe('closed');
  });

  it.each([
    ['SELECT nope FROM s EMIT CHANGES;', 'SQL_UNKNOWN_COLUMN', 8],
    ['SELECT * FROM nope EMIT CHANGES;', 'SQL_UNKNOWN_SOURCE', 15],
    ['SELECT * FROM s EMIT FINAL;', 'SQL_INVALID', 1],
    ['SHOW STREAMS;', 'SQL_INVALID', 1],
    ['SELECT * FROM s EMIT CHANGES; SHOW STREAMS;', 'SQL_INVALID', 31],
  ])('%s is refused', async (sql, code, column) => {
    const { engine, close } = await bench();
    await expect(engine.query(sql, { file: 'a.sql' })).rejects.toMatchObject({
      code,
      at: { file: 'a.sql', line: 1, column },
    });
    await close();
  });
});

/** 100,000 records, in lots that the disk takes. */
async function fill(put: Put, engine: Engine): Promise<void> {
  for (let i = 0; i < 100_000; i++) {
    put(String.fromCharCode(97 + (i % 7)), 'north', i, i);
    if (i % 5_000 === 0) await engine.scheduler.settled();
  }
  await engine.scheduler.settled();
}
type Put = (key: string, area: string, v: number, ts: number) => void;
