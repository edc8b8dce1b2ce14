import { jest } from '@jest/globals';
import { builtinFunctions } from '../../src/functions/builtin-functions.ts';
import { functionRegistry } from '../../src/functions/function-registry.ts';
import { defineScalar } from '../../src/functions/signature/define-scalar.ts';
import { int } from '../../src/functions/signature/parameter.ts';
import { strict } from '../../src/functions/signature/variant.ts';
import { openTestDriver, type TestDriver } from '../../src/testing/index.ts';
import { INTEGER } from '../../src/types/sql-type.ts';

const S = `CREATE STREAM s (k VARCHAR KEY, v INT) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=2);`;

let driver: TestDriver;
const open = (...given: Parameters<typeof openTestDriver>): TestDriver => {
  driver = openTestDriver(...given);
  return driver;
};
afterEach(() => driver.close());

it('has done all that follows when a call returns', () => {
  open({
    sql: `${S} CREATE STREAM a AS SELECT k, v + 1 AS v FROM s; CREATE STREAM b AS SELECT k, v * 2 AS v FROM a;`,
  });
  driver.pipe('s', [{ k: 'x', v: 1 }]);
  expect(driver.read('b')).toEqual([
    {
      key: { K: 'x' },
      value: { V: 4 },
      window: undefined,
      timestamp: Date.UTC(2026, 0, 1),
      headers: [],
      partition: expect.any(Number),
      offset: 0,
    },
  ]);
  expect(driver.read('b')).toEqual([]);
});

it('needs no timers and no turn of the event loop', () => {
  jest.useFakeTimers();
  try {
    open({ sql: `${S} CREATE TABLE n AS SELECT k, COUNT(*) AS n FROM s GROUP BY k;` });
    driver.pipe('s', [{ k: 'x' }, { k: 'x' }, { k: 'y' }]);
    expect(driver.rows('n')).toEqual(
      expect.arrayContaining([
        { K: 'x', N: 2 },
        { K: 'y', N: 1 },
      ]),
    );
    driver.close();
  } finally {
    jest.useRealTimers();
  }
});

it('reads a topic as bytes, and decodes keys, windows and deletions', () => {
  open({
    sql: `CREATE TABLE t (k VARCHAR PRIMARY KEY, v INT) WITH (KAFKA_TOPIC='t', VALUE_FORMAT='JSON', PARTITIONS=1);
          CREATE TABLE big AS SELECT k, v FROM t WHERE v > 1;`,
    now: 5,
  });
  driver.produce([
    { topic: 't', key: 'a', value: '{"v":2}', headers: [{ key: 'h', value: Buffer.from('x') }] },
    { topic: 't', key: 'a', value: null, timestamp: 7 },
  ]);
  expect(driver.readTopic('BIG').map(({ key, value }) => [String(key), value && String(value)])).toEqual([
    ['a', '{"V":2}'],
    ['a', null],
  ]);
  expect(driver.read('t')).toMatchObject([
    { key: { K: 'a' }, value: { V: 2 }, timestamp: 5, headers: [{ key: 'h' }] },
    { key: { K: 'a' }, value: null, timestamp: 7 },
  ]);
  expect(driver.rows('t')).toEqual([]);
});

it('gives records the time of its clock, which the test moves', () => {
  open({ sql: S, now: 100 });
  driver.pipe('s', [{ k: 'x' }]);
  driver.advanceTime(50);
  driver.pipe('s', [{ k: 'x' }, { k: 'x', rowtime: 3 }]);
  expect([driver.read('s').map(({ timestamp }) => timestamp), driver.now]).toEqual([[100, 150, 3], 150]);
  expect(() => driver.advanceTime(-1)).toThrow(RangeError);
});

it('closes windows without a record, upstream first', () => {
  open({
    sql: `${S}
      CREATE TABLE per AS SELECT k, COUNT(*) AS n FROM s WINDOW TUMBLING (SIZE 10 SECONDS, GRACE PERIOD 0 SECONDS)
        GROUP BY k EMIT FINAL;
      CREATE STREAM per_windows (k VARCHAR KEY, n BIGINT) WITH (KAFKA_TOPIC='PER', VALUE_FORMAT='JSON', WINDOW_TYPE='TUMBLING', WINDOW_SIZE='10 SECONDS');
      CREATE STREAM counts AS SELECT k, n FROM per_windows;`,
    now: 0,
  });
  driver.pipe('s', [{ k: 'x' }, { k: 'x' }]);
  driver.advanceStreamTime(9_999);
  expect(driver.read('per')).toEqual([]);
  driver.advanceStreamTime(10_000);
  expect(driver.read('per')).toMatchObject([
    { key: { K: 'x' }, value: { N: 2 }, window: { start: 0, end: 10_000 } },
  ]);
  expect(driver.read('counts').map(({ value }) => value)).toEqual([{ N: 2 }]);
});

it('reports what found no match at the end of time', () => {
  open({
    sql: `${S} CREATE STREAM r (k VARCHAR KEY, w INT) WITH (KAFKA_TOPIC='r', VALUE_FORMAT='JSON', PARTITIONS=2);
      CREATE STREAM j AS SELECT s.k AS k, v, w FROM s LEFT JOIN r WITHIN 10 SECONDS GRACE PERIOD 0 SECONDS ON s.k = r.k;`,
    now: 0,
  });
  driver.pipe('s', [{ k: 'x', v: 1 }]);
  expect(driver.read('j')).toEqual([]);
  driver.flush();
  expect(driver.read('j').map(({ value }) => value)).toEqual([{ V: 1, W: null }]);
});

it('makes topics that statements read and do not make', () => {
  open({ partitions: 3 });
  driver.execute(`CREATE STREAM o (v INT) WITH (KAFKA_TOPIC='other', VALUE_FORMAT='JSON');`);
  expect(driver.database.sources()[0]?.partitions).toBe(3);
});

it('tells of records that were passed over', () => {
  open({ sql: `${S} CREATE STREAM a AS SELECT * FROM s;` });
  driver.produce([{ topic: 's', key: 'x', value: '{"v":"no number"}' }]);
  expect(driver.errors()).toMatchObject([
    { queryId: 'CSAS_A_1', message: expect.stringMatching(/offset 0/) },
  ]);
  expect(() => driver.read('s')).toThrow(/offset 0: Can't coerce/);
});

it('throws what SQL and rows are refused with', () => {
  open({ sql: S });
  expect(() => driver.execute('CREATE STREAM a AS SELECT k, w FROM s;')).toThrow(/W/);
  expect(() => driver.pipe('s', [{ w: 1 }])).toThrow(/there is no column w/);
  expect(() => driver.read('nowhere')).toThrow(/nowhere does not exist/);
  expect(() => driver.produce([{ topic: 'nowhere', key: null, value: null }])).toThrow(/no topic nowhere/);
});

describe('a restart', () => {
  const SUMS = `${S} CREATE TABLE sums AS SELECT k, SUM(v) AS total FROM s GROUP BY k;`;

  it('keeps statements, records and state', async () => {
    open({ sql: SUMS });
    driver.pipe('s', [{ k: 'x', v: 1 }]);
    await driver.restart();
    driver.pipe('s', [{ k: 'x', v: 2 }]);
    expect(driver.rows('sums')).toEqual([{ K: 'x', TOTAL: 3 }]);
  });

  it('at a torn write loses what was not committed, whole', async () => {
    open({ sql: SUMS });
    driver.pipe('s', [{ k: 'x', v: 1 }]);
    await driver.commit();
    for (const keptBytes of [0, 1, 30, 100]) {
      driver.pipe('s', [{ k: 'x', v: 10 }]);
      expect(driver.rows('sums')).toEqual([{ K: 'x', TOTAL: 11 }]);
      await driver.restart({ keptBytes });
      expect([driver.rows('s').length, driver.rows('sums')]).toEqual([1, [{ K: 'x', TOTAL: 1 }]]);
    }
    driver.pipe('s', [{ k: 'x', v: 10 }]);
    await driver.restart({ keptBytes: Number.MAX_SAFE_INTEGER });
    expect(driver.rows('sums')).toEqual([{ K: 'x', TOTAL: 11 }]);
  });

  it('gives again what was read and torn off', async () => {
    open({ sql: SUMS });
    await driver.commit();
    driver.pipe('s', [{ k: 'x', v: 1 }]);
    expect(driver.read('s')).toHaveLength(1);
    await driver.restart({ keptBytes: 0 });
    driver.pipe('s', [{ k: 'x', v: 2 }]);
    expect(driver.read('s').map(({ value }) => value)).toEqual([{ V: 2 }]);
  });
});

it('refuses what comes after close', () => {
  open({ sql: S });
  driver.close();
  expect(() => driver.pipe('s', [])).toThrow(expect.objectContaining({ code: 'LOG_CLOSED' }));
});

it('gives its database for queries', async () => {
  open({ sql: S });
  driver.pipe('s', [{ k: 'x', v: 1 }]);
  expect(await driver.database.query('SELECT v FROM s EMIT CHANGES LIMIT 1;').all()).toEqual([{ V: 1 }]);
});

it('does not wait for ever for statements that feed each other in a circle', () => {
  open({ sql: `${S} INSERT INTO s SELECT * FROM s;` });
  expect(() => driver.pipe('s', [{ k: 'x', v: 1 }])).toThrow('feed each other in a circle');
});

it('lets no test pass of which a query has failed', () => {
  const spoil = defineScalar('SPOIL', 'OTHER', '', [
    strict([int], INTEGER, () => Symbol('what no sink can write') as never),
  ]);
  const { scalars, aggregates, tables } = builtinFunctions;
  open({
    sql: `${S} CREATE STREAM a AS SELECT k, SPOIL(v) AS v FROM s;`,
    functions: functionRegistry([...scalars, spoil], aggregates, tables),
  });
  driver.pipe('s', [{ k: 'x', v: 1 }]);
  expect(() => driver.read('a')).toThrow(
    'CSAS_A_1 is in state ERROR: topic s, partition 0, offset 0: TypeError',
  );
});
