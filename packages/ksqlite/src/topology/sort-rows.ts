import type { SortKey } from '../analysis/pull/sort-keys.ts';
import { compareValues } from '../types/compare-values.ts';
import { sortInTurns } from '../types/sort-in-turns.ts';
import type { Row, SqlValue } from '../types/sql-value.ts';

/**
 * Sorts rows by their last columns, and takes those away. Rows that are equal stay in their order; NULL is greater than every value.
 * Others have their turns meanwhile.
 *
 * @param order what the last columns are
 */
export function sortRows(order: readonly SortKey[]): (rows: readonly Row[]) => Promise<readonly Row[]> {
  const count = order.length;
  if (count === 0) return (rows) => Promise.resolve(rows);
  const comparisons = order.map(({ type, descending }) => {
    const compare = compareValues(type);
    return descending ? (a: SqlValue, b: SqlValue) => compare(b, a) : compare;
  });
  const compareRows = (a: Row, b: Row): number => {
    for (const [i, compare] of comparisons.entries()) {
      const result = compare(a[a.length - count + i] as SqlValue, b[b.length - count + i] as SqlValue);
      if (result !== 0) return result;
    }
    return 0;
  };
  return async (rows) => {
    const sorted = await sortInTurns(rows, compareRows);
    return sorted.map((row) => row.slice(0, row.length - count));
  };
}
