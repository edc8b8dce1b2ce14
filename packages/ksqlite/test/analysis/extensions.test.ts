import fc from 'fast-check';
import { KsqlError } from '../../src/errors/ksql-error.ts';
import { openTestDriver, type TestDriver } from '../../src/testing/test-driver.ts';

const SQL = `CREATE STREAM s (id VARCHAR KEY, area VARCHAR, v INT) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=1);
  CREATE TABLE t (id VARCHAR PRIMARY KEY, area VARCHAR) WITH (KAFKA_TOPIC='t', VALUE_FORMAT='JSON', PARTITIONS=1);`;
const STRICT = "SET 'ksqldb.compatibility'='strict';";

let driver: TestDriver;
beforeEach(() => {
  driver = openTestDriver({ sql: SQL });
});
afterEach(() => driver.close());

const rowsOf = (sink: string): readonly unknown[] =>
  driver.read(sink).map(({ key, value }) => ({ key, value }));

describe('aliases in other clauses', () => {
  it('stand in WHERE for what they are', () => {
    driver.execute('CREATE STREAM q AS SELECT id, v * 2 AS twice FROM s WHERE twice > 2;');
    driver.pipe('s', [
      { id: 'a', v: 1 },
      { id: 'b', v: 2 },
    ]);
    expect(rowsOf('q')).toEqual([{ key: { ID: 'b' }, value: { TWICE: 4 } }]);
  });

  it('stand in GROUP BY and HAVING', () => {
    driver.execute(
      'CREATE TABLE q AS SELECT UCASE(area) AS a, COUNT(*) AS n FROM s GROUP BY a HAVING n > 1 EMIT CHANGES;',
    );
    driver.pipe('s', [
      { id: '1', area: 'x' },
      { id: '2', area: 'X' },
      { id: '3', area: 'y' },
    ]);
    expect(rowsOf('q')).toEqual([{ key: { A: 'X' }, value: { N: 2 } }]);
  });

  it('stay behind a column of the same name, as in ksqlDB', () => {
    driver.execute("CREATE STREAM q AS SELECT id, 'x' AS area, v FROM s WHERE area = 'y';");
    driver.pipe('s', [
      { id: '1', area: 'x', v: 1 },
      { id: '2', area: 'y', v: 2 },
    ]);
    expect(rowsOf('q')).toEqual([{ key: { ID: '2' }, value: { AREA: 'x', V: 2 } }]);
  });

  it('stand over tables too', () => {
    driver.execute("CREATE TABLE q AS SELECT id, UCASE(area) AS a FROM t WHERE a <> 'X';");
    driver.pipe('t', [
      { id: '1', area: 'x' },
      { id: '2', area: 'y' },
    ]);
    expect(rowsOf('q')).toEqual([{ key: { ID: '2' }, value: { A: 'Y' } }]);
  });
});

it('COUNT(DISTINCT x) is COUNT_DISTINCT(x)', () => {
  driver.execute('CREATE TABLE q AS SELECT area, COUNT(DISTINCT v) AS n FROM s GROUP BY area;');
  driver.pipe('s', [
    { id: '1', area: 'x', v: 1 },
    { id: '2', area: 'x', v: 1 },
    { id: '3', area: 'x', v: 2 },
  ]);
  expect(rowsOf('q').at(-1)).toEqual({ key: { AREA: 'x' }, value: { N: 2 } });
});

describe('where the SQL of ksqlDB alone is wanted', () => {
  it.each([
    [
      'CREATE STREAM q AS SELECT id, v * 2 AS twice FROM s WHERE twice > 2;',
      'write what it stands for: (V * 2)',
    ],
    ['CREATE TABLE q AS SELECT UCASE(area) AS a, COUNT(*) AS n FROM s GROUP BY a;', 'UCASE(AREA)'],
    ['CREATE TABLE q AS SELECT area, COUNT(*) AS n FROM s GROUP BY area HAVING n > 1;', 'COUNT(*)'],
    [
      'CREATE TABLE q AS SELECT area, COUNT(DISTINCT v) AS n FROM s GROUP BY area;',
      'write COUNT_DISTINCT(…)',
    ],
  ])('refuses %s', (sql, hint) => {
    const error = thrownBy(() => driver.execute(`${STRICT} ${sql}`));
    expect(error).toMatchObject({ code: 'SQL_UNSUPPORTED', hint: expect.stringContaining(hint) });
    expect(error?.message).toContain("is not in ksqlDB's SQL, and ksqldb.compatibility is strict");
  });

  it('runs on with what was accepted before', async () => {
    driver.close();
    const properties: Record<string, string> = {};
    driver = openTestDriver({ sql: SQL, properties });
    driver.execute('CREATE STREAM q AS SELECT id, v * 2 AS twice FROM s WHERE twice > 2;');
    properties['ksqldb.compatibility'] = 'strict';
    await driver.restart();
    driver.pipe('s', [{ id: 'b', v: 2 }]);
    expect(rowsOf('q')).toEqual([{ key: { ID: 'b' }, value: { TWICE: 4 } }]);
    expect(
      thrownBy(() => driver.execute('CREATE STREAM r AS SELECT id, v + 1 AS n FROM s WHERE n > 2;')),
    ).toMatchObject({
      code: 'SQL_UNSUPPORTED',
    });
  });
});

function thrownBy(run: () => unknown): KsqlError | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (error instanceof KsqlError) return error;
    throw error;
  }
}

describe('LAG', () => {
  const values = fc.array(
    fc.record({ id: fc.constantFrom('a', 'b'), v: fc.option(fc.nat(9)), restart: fc.boolean() }),
    { maxLength: 20 },
  );

  it('is the value before the last one of its group, over restarts', async () => {
    await fc.assert(
      fc.asyncProperty(values, fc.integer({ min: 1, max: 3 }), async (all, back) => {
        const own = openTestDriver({ sql: SQL });
        own.execute(
          `CREATE TABLE q AS SELECT id, LAG(v${back === 1 ? '' : `, ${back}`}) AS p, LAG(v) IS NULL AS none FROM s GROUP BY id;`,
        );
        const seen: Record<string, (number | null)[]> = { a: [], b: [] };
        const expected: unknown[] = [];
        for (const { id, v, restart } of all) {
          own.pipe('s', [{ id, v }]);
          const before = seen[id]!;
          before.push(v);
          const lagging = (n: number): number | null => before[before.length - 1 - n] ?? null;
          expected.push({ key: { ID: id }, value: { P: lagging(back), NONE: lagging(1) === null } });
          if (restart) await own.restart();
        }
        expect(own.read('q').map(({ key, value }) => ({ key, value }))).toEqual(expected);
        own.close();
      }),
      { numRuns: 15 },
    );
  });

  it('stands in HAVING and in windows', () => {
    driver.execute(
      'CREATE TABLE q AS SELECT id, LATEST_BY_OFFSET(v) AS v FROM s WINDOW TUMBLING (SIZE 1 HOUR) GROUP BY id HAVING LAG(v) < LATEST_BY_OFFSET(v);',
    );
    driver.pipe('s', [
      { id: 'a', v: 1 },
      { id: 'a', v: 3 },
      { id: 'a', v: 2 },
    ]);
    expect(driver.read('q').map(({ value }) => value)).toEqual([{ V: 3 }, null]);
  });
});
