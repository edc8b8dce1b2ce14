import { builtinFunctions } from '../../src/functions/builtin-functions.ts';
import { functionRegistry } from '../../src/functions/function-registry.ts';
import { defineScalar } from '../../src/functions/signature/define-scalar.ts';
import { int } from '../../src/functions/signature/parameter.ts';
import { strict } from '../../src/functions/signature/variant.ts';
import { INTEGER } from '../../src/types/sql-type.ts';
import { testEngine } from '../support/engine-bench.ts';
import { takeAll } from './support/take.ts';

const RECORDS = 20_000;
const EARLIEST = { properties: { 'auto.offset.reset': 'earliest' } };

/** An engine whose statements count their work by WORK(v), which is v. */
async function bench() {
  let calls = 0;
  const work = defineScalar('WORK', 'MATHEMATICAL', 'Counts its calls.', [
    strict([int], INTEGER, (v) => {
      calls++;
      return v;
    }),
  ]);
  const { scalars, aggregates, tables } = builtinFunctions;
  const made = testEngine({ functions: functionRegistry([...scalars, work], aggregates, tables) });
  await made.engine.execute(
    `CREATE STREAM s (id VARCHAR KEY, v INT) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=2);
     CREATE TABLE n AS SELECT v, COUNT(*) AS c FROM s GROUP BY v;
     CREATE TABLE w AS SELECT v, COUNT(*) AS c FROM s WINDOW TUMBLING (SIZE 1 SECOND) GROUP BY v;
     CREATE SOURCE TABLE t (id VARCHAR PRIMARY KEY, v INT) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON');`,
  );
  for (let i = 0; i < RECORDS; i++) made.produce('s', `k${i}`, `{"V":${i}}`, 1);
  while (made.engine.scheduler.backlog() > 0) await made.engine.scheduler.settled();

  /** A query's rows, and the most calls in one turn of the event loop. */
  const watched = async (sql: string) => {
    calls = 0;
    let last = 0;
    let most = 0;
    let isDone = false;
    const look = (): void => {
      most = Math.max(most, calls - last);
      last = calls;
      if (!isDone) setImmediate(look);
    };
    look();
    const rows = await takeAll(await made.engine.query(sql, EARLIEST));
    isDone = true;
    look();
    return { rows, most, calls };
  };
  return { ...made, watched };
}

let made: Awaited<ReturnType<typeof bench>>;
beforeAll(async () => {
  made = await bench();
});
afterAll(() => made.close());

test.each([
  ['a push query over records of one time', 'SELECT v FROM s WHERE WORK(v) = 19999 EMIT CHANGES LIMIT 1;'],
  [
    'one that repartitions',
    'SELECT v, COUNT(*) FROM s WHERE WORK(v) = 19999 GROUP BY v EMIT CHANGES LIMIT 1;',
  ],
  ['a pull query over a stream', 'SELECT v FROM s WHERE WORK(v) = 19999;'],
  ['over a table', 'SELECT v FROM n WHERE WORK(v) = 19999;'],
  ['over a windowed table', 'SELECT v FROM w WHERE WORK(v) = 19999;'],
  ['over a source table', 'SELECT v FROM t WHERE WORK(v) = 19999;'],
])('%s goes through many records in turns: %s', async (_name, sql) => {
  const { rows, most, calls } = await made.watched(sql);
  expect(rows.map(([v]) => v)).toEqual([19_999]);
  expect(calls).toBeGreaterThan(RECORDS / 4);
  expect(most).toBeLessThanOrEqual(2_000);
});

test.each([
  [
    'push',
    'SELECT WORK(EXPLODE(GENERATE_SERIES(1, 30000))) AS v FROM s WHERE v = 7 EMIT CHANGES LIMIT 30000;',
  ],
  ['pull', 'SELECT WORK(EXPLODE(GENERATE_SERIES(1, 30000))) AS v FROM s WHERE v = 7;'],
  [
    'repartitioned',
    'SELECT id, WORK(EXPLODE(GENERATE_SERIES(1, 30000))) AS v FROM s WHERE v = 7 PARTITION BY id EMIT CHANGES LIMIT 30000;',
  ],
])('a record that becomes many does so in turns: %s', async (_name, sql) => {
  const { rows, most } = await made.watched(sql);
  expect(rows.map((row) => row.at(-1))).toEqual(Array.from({ length: 30_000 }, (_, i) => i + 1));
  expect(most).toBeLessThanOrEqual(20_000);
});

test('a pull query that nobody waits for any more stops', async () => {
  const query = await made.engine.query('SELECT v FROM n WHERE WORK(v) < 0;');
  const first = query.rows[Symbol.asyncIterator]().next();
  query.close();
  expect((await first).done).toBe(true);
});

test('rows that change while a pull query goes through them come once', async () => {
  const query = await made.engine.query('SELECT v, c FROM n;');
  const all = takeAll(query);
  for (let i = 0; i < 100; i++) made.produce('s', 'x', `{"V":${i}}`, 2);
  made.produce('s', 'x', `{"V":${RECORDS}}`, 2);
  const rows = await all;
  expect(new Set(rows.map(([v]) => v)).size).toBe(rows.length);
  expect(rows.length).toBe(RECORDS);
});
