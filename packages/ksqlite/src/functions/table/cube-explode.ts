import type { SqlValue } from '../../types/sql-value.ts';
import type { TableFunction } from '../table-function.ts';
import { listOf } from './list-of.ts';

/** 2^20 rows of one record are more than anyone means. */
const MOST_ELEMENTS = 20;

/**
 * table-functions.md#cube_explode: every combination of the elements, each there or NULL; what is NULL already is not
 * varied. The last element changes first.
 */
export const cubeExplode: TableFunction = {
  name: 'CUBE_EXPLODE',
  description: 'A row for each combination of an array’s elements, left out ones NULL.',
  signatures: ['CUBE_EXPLODE(columns ARRAY<T>)'],
  bind: ([type, ...more]) =>
    type?.kind === 'ARRAY' && more.length === 0
      ? { returns: type, rows: ([list = null]) => (list === null ? [] : combinations(listOf(list))) }
      : undefined,
};

function combinations(list: readonly SqlValue[]): readonly SqlValue[] {
  if (list.length > MOST_ELEMENTS)
    throw new RangeError(`CUBE_EXPLODE of ${list.length} elements: it takes up to ${MOST_ELEMENTS}`);
  let rows: (readonly SqlValue[])[] = [[]];
  for (const value of list)
    rows = rows.flatMap((row) =>
      value === null
        ? [[...row, null]]
        : [
            [...row, null],
            [...row, value],
          ],
    );
  return rows;
}
