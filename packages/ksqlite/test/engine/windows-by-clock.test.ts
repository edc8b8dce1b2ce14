import fc from 'fast-check';
import { openDatabase } from '../../src/index.ts';
import { engineOf } from '../../src/testing/index.ts';
import { openTestDriver, type TestDriver } from '../../src/testing/test-driver.ts';
import { takeAll } from '../queries/support/take.ts';

const NOW = 1_000_000;
const SOURCES = `
  CREATE STREAM s (id VARCHAR KEY, v INT) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=1);
  CREATE STREAM r (id VARCHAR KEY, w INT) WITH (KAFKA_TOPIC='r', VALUE_FORMAT='JSON', PARTITIONS=1);`;
const SET = "SET 'ksqldb.windows.close.after.ms'='500';";
const FINAL = 'GROUP BY v EMIT FINAL';

const driven = (sql: string): TestDriver => openTestDriver({ sql: `${SOURCES} ${SET} ${sql}`, now: NOW });
const valuesOf = (driver: TestDriver): readonly unknown[] => driver.read('O').map(({ value }) => value);

describe('windows that close by the wall clock', () => {
  it.each([
    [
      'tumbling, through a repartition',
      `CREATE TABLE o AS SELECT v, COUNT(*) AS n FROM s WINDOW TUMBLING (SIZE 10 SECONDS, GRACE PERIOD 1 SECOND) ${FINAL};`,
      // the window from NOW on, its grace, and half a second
      11_501,
      { N: 2 },
    ],
    [
      'a session',
      `CREATE TABLE o AS SELECT v, COUNT(*) AS n FROM s WINDOW SESSION (2 SECONDS, GRACE PERIOD 1 SECOND) ${FINAL};`,
      3_601,
      { N: 2 },
    ],
    [
      'a record without a match',
      'CREATE STREAM o AS SELECT s.id AS id, v, w FROM s LEFT JOIN r WITHIN 2 SECONDS GRACE PERIOD 1 SECOND ON s.id = r.id;',
      3_601,
      { V: 1, W: null },
    ],
  ])('%s', (_, sql, dueMs, value) => {
    const driver = driven(sql);
    driver.pipe('s', [
      { id: 'a', v: 1, rowtime: NOW },
      { id: 'b', v: 1, rowtime: NOW + 100 },
    ]);
    driver.advanceTime(dueMs - 101);
    const before = driver.read('O').length;
    driver.advanceTime(100);
    driver.advanceTime(1);
    const after = valuesOf(driver);
    expect([before, after.at(-1)]).toEqual([0, value]);
    // once
    driver.advanceTime(100_000);
    expect(valuesOf(driver)).toEqual([]);
    driver.close();
  });

  it('stay open without the setting, and where records are still unread', () => {
    const sql = `CREATE TABLE o AS SELECT v, COUNT(*) AS n FROM s WINDOW TUMBLING (SIZE 10 SECONDS) ${FINAL};`;
    const plain = openTestDriver({ sql: SOURCES + sql, now: NOW });
    plain.pipe('s', [{ id: 'a', v: 1, rowtime: NOW }]);
    plain.advanceTime(1_000_000);
    expect(plain.read('O')).toEqual([]);
    plain.close();

    const driver = driven(sql);
    driver.execute('PAUSE ALL;');
    driver.pipe('s', [{ id: 'a', v: 1, rowtime: NOW }]);
    driver.advanceTime(1_000_000);
    driver.pipe('s', [{ id: 'b', v: 1, rowtime: NOW + 1 }]);
    driver.execute('RESUME ALL;');
    driver.advanceTime(0);
    expect(valuesOf(driver)).toEqual([{ N: 2 }]);
    driver.close();
  });

  it('are what a naive account finds, over restarts', async () => {
    const acts = fc.array(
      fc.record({ v: fc.option(fc.nat(2)), ms: fc.integer({ min: 0, max: 4_000 }), restart: fc.boolean() }),
      { maxLength: 25 },
    );
    await fc.assert(
      fc.asyncProperty(acts, async (all) => {
        const driver = driven(
          `CREATE TABLE o AS SELECT v, COUNT(*) AS n, WINDOWSTART AS since FROM s WINDOW TUMBLING (SIZE 5 SECONDS, GRACE PERIOD 0 SECONDS) ${FINAL};`,
        );
        const counts = new Map<string, number>();
        const closed: string[] = [];
        const written: string[] = [];
        let now = NOW;
        for (const { v, ms, restart } of all) {
          now += ms;
          driver.advanceTime(ms);
          if (v !== null) {
            driver.pipe('s', [{ id: 'x', v, rowtime: now }]);
            const window = `${v} ${now - (now % 5_000)}`;
            counts.set(window, (counts.get(window) ?? 0) + 1);
          }
          // what has ended by a record's time, or half a second ago
          for (const [window, count] of counts) {
            const end = Number(window.split(' ')[1]) + 5_000;
            if (closed.includes(`${window} ${count}`) || (v === null ? now - 500 : now) < end) continue;
            closed.push(`${window} ${count}`);
          }
          if (restart) await driver.restart();
          for (const { key, value } of driver.read('O'))
            written.push(
              `${(key as { V: number }).V} ${(value as { SINCE: number }).SINCE} ${(value as { N: number }).N}`,
            );
        }
        expect(written.toSorted()).toEqual(closed.toSorted());
        driver.close();
      }),
      { numRuns: 25 },
    );
  });

  it('are closed by a database with nothing else to do', async () => {
    const database = await openDatabase();
    await database.execute(
      `${SOURCES} SET 'ksqldb.windows.close.after.ms'='0';
       CREATE TABLE o AS SELECT v, COUNT(*) AS n FROM s WINDOW TUMBLING (SIZE 100 MILLISECONDS, GRACE PERIOD 0 SECONDS) ${FINAL};`,
    );
    await database.insert('s', [{ id: 'a', v: 7 }]);
    const query = await engineOf(database).query('SELECT v, n FROM o EMIT CHANGES LIMIT 1;');
    expect(await takeAll(query)).toEqual([[7, 1]]);
    await database.close();
  });
});
