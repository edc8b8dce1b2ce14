import { KsqlError } from 'ksqlite';
import type { TestDriver } from 'ksqlite/testing';

/** undefined: done. What no user should see, a defect, is thrown. */
export function refusal(driver: TestDriver, sql: string): string | undefined {
  try {
    driver.execute(sql);
    return undefined;
  } catch (error) {
    if (error instanceof KsqlError) return `${error.code}: ${error.message}`;
    throw new Error(`${sql}: ${error instanceof Error ? error.stack : String(error)}`);
  }
}
