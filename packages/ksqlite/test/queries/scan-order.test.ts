import fc from 'fast-check';
import { inByteOrder, sortKeys } from '../../src/queries/scan-order.ts';
import { testEngine } from '../support/engine-bench.ts';
import { takeAll } from './support/take.ts';

const SQL = `CREATE STREAM s (i INT KEY, b BIGINT, d DOUBLE, t VARCHAR) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=1);
  CREATE TABLE by_i AS SELECT i, COUNT(*) AS n FROM s GROUP BY i;
  CREATE TABLE by_b AS SELECT b, COUNT(*) AS n FROM s GROUP BY b;
  CREATE TABLE by_d AS SELECT d, COUNT(*) AS n FROM s GROUP BY d;
  CREATE TABLE by_t AS SELECT t, COUNT(*) AS n FROM s GROUP BY t;
  CREATE TABLE by_it WITH (KEY_FORMAT='JSON') AS SELECT i, t, COUNT(*) AS n FROM s GROUP BY i, t;
  CREATE TABLE by_w AS SELECT i, COUNT(*) AS n FROM s WINDOW TUMBLING (SIZE 1 SECOND) GROUP BY i;`;

const ROWS: readonly (readonly [number, number, number, string])[] = [
  [3, 30, 1.5, 'b'],
  [-1, -30, -1.5, 'B'],
  [20, 3e9, 20, 'ab'],
  [-5, -3e9, -20, 'é'],
  [0, 0, 0, 'a!'],
  [100, 7, 1e10, 'a'],
];

// the orders are those of a real ksqlDB 7.9.0 with these rows
test.each([
  ['SELECT i FROM by_i;', [0, 3, 20, 100, -5, -1]],
  ['SELECT b FROM by_b;', [0, 7, 30, 3e9, -3e9, -30]],
  ['SELECT d FROM by_d;', [0, 1.5, 20, 1e10, -1.5, -20]],
  ['SELECT t FROM by_t;', ['B', 'a', 'a!', 'ab', 'b', 'é']],
  ['SELECT i FROM by_it;', [-1, -5, 0, 100, 20, 3]],
  ['SELECT i FROM by_i LIMIT 2;', [0, 3]],
  ['SELECT i FROM by_i WHERE i <> 3 LIMIT 2;', [0, 20]],
  ['SELECT i FROM by_w LIMIT 3;', [0, 0, 3]],
])('rows come in the order of their keys’ bytes: %s', async (sql, order) => {
  const { engine, produce, close } = testEngine({});
  await engine.execute(SQL);
  for (const ts of [500_000, 1_000])
    for (const [i, b, d, t] of ROWS)
      produce('s', Buffer.from(Int32Array.of(i).buffer).swap32(), JSON.stringify({ b, d, t }), ts);
  await engine.scheduler.settled();
  const rows = await takeAll(await engine.query(sql));
  expect(rows.map(([key]) => key)).toEqual(order);
  await close();
});

test('texts are in the order of their UTF-8', () => {
  const letter = fc.constantFrom('a', 'é', '\ud7ff', '\ue000', '\uffff', '😀', '\u{10ffff}');
  fc.assert(
    fc.property(fc.array(fc.string({ unit: letter, maxLength: 4 })), (texts) => {
      const sorted = [...texts].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
      expect([...texts].sort((a, b) => (inByteOrder(a) < inByteOrder(b) ? -1 : 1))).toEqual(sorted);
    }),
  );
});

test('more keys than fit one turn are sorted, and others have their turns meanwhile', async () => {
  const { engine, close } = testEngine({});
  await engine.execute(SQL);
  const table = engine.sources().find(({ name }) => name === 'BY_I');
  if (table === undefined) throw new Error('no table');
  // every number below 9,001 once, mixed
  const keys = Array.from({ length: 9_001 }, (_, n) => (n * 1_009) % 9_001);
  let turns = 0;
  let isDone = false;
  const count = (): void => {
    turns++;
    if (!isDone) setImmediate(count);
  };
  setImmediate(count);
  const sorted = await sortKeys(table, keys);
  isDone = true;
  expect(sorted).toEqual(keys.map((_, n) => n));
  expect(turns).toBeGreaterThan(2);
  await close();
});
