import { fileURLToPath } from 'node:url';
import { scriptsAt } from '../sql-tests/script-files.ts';
import { openTestDriver, type TestDriverOptions } from '../test-driver.ts';
import { Scenario } from './scenario.ts';

/** How a scenario begins. */
export interface GivenOptions
  extends Pick<TestDriverOptions, 'functions' | 'now' | 'properties' | 'random' | 'sql'> {
  /** Files, and folders whose .sql files are taken in the order of their names; they run before `sql`. */
  readonly files?: string | URL | readonly (string | URL)[];
  /** What `${name}` in files and scripts stands for. */
  readonly variables?: Readonly<Record<string, string>>;
}

/**
 * Begins a test of SQL: `given(sql).when(records).then(rows)`, under any test framework.
 *
 * Topics have one partition, whatever statements say, so that records have one order. Nothing is shared between scenarios.
 *
 * @param sql a script; or files and settings
 * @throws KsqlError for what is wrong with the SQL
 * @example
 * ```ts
 * import { deleted, given } from 'ksqlite/testing';
 *
 * given(`
 *   CREATE TABLE prices (item VARCHAR PRIMARY KEY, price INT)
 *     WITH (KAFKA_TOPIC = 'prices', VALUE_FORMAT = 'JSON', PARTITIONS = 4);
 *   CREATE TABLE dear AS SELECT item, price FROM prices WHERE price > 10;`)
 *   .when({ prices: [{ item: 'wheel', price: 12 }, { item: 'wheel', price: 8 }] })
 *   .then({ dear: [{ item: 'wheel', price: 12 }, deleted({ item: 'wheel' })] })
 *   .thenTable('dear', [])
 *   .close();
 * ```
 */
export function given(sql: string | GivenOptions): Scenario {
  const { files = [], sql: script, variables = {}, ...options } = typeof sql === 'string' ? { sql } : sql;
  const driver = openTestDriver({ ...options, onePartition: true });
  try {
    for (const path of typeof files === 'string' || files instanceof URL ? [files] : files)
      for (const { file, sql: text } of scriptsAt(typeof path === 'string' ? path : fileURLToPath(path)))
        driver.execute(text, { file, variables });
    if (script !== undefined) driver.execute(script, { variables });
  } catch (error) {
    driver.close();
    throw error;
  }
  return new Scenario(driver);
}
