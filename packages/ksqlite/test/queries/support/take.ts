import type { RunningTransientQuery } from '../../../src/queries/transient/transient-query.ts';
import type { Row } from '../../../src/types/sql-value.ts';

/** The next rows, waited for; fewer where the query ends before. */
export async function take(query: RunningTransientQuery, count: number): Promise<Row[]> {
  const reader = query.rows[Symbol.asyncIterator]();
  const rows: Row[] = [];
  while (rows.length < count) {
    const next = await reader.next();
    if (next.done === true) break;
    rows.push(next.value);
  }
  return rows;
}

/** All rows up to the query's end. */
export const takeAll = (query: RunningTransientQuery): Promise<Row[]> =>
  take(query, Number.POSITIVE_INFINITY);
