/**
 * A snapshot that was interrupted is continued with a newer view of the database: its rows, in the order of tables and of keys in them,
 * are then read in segments, each as it was at some place of the log. A change that was committed before the place of its key's segment is in the rows already, and
 * is dropped; so no change is missing and none comes twice (the idea of Netflix's DBLog, with exact places instead of watermarks).
 */
import type { Segment } from '../offset.ts';
import type { Tuple } from '../pgoutput/message.ts';
import type { Column } from '../tables/table.ts';
import type { TypeInfo } from '../types/type-info.ts';

/** How a column is compared, as `ORDER BY` does; undefined: no one here can say. */
export type KeyOrder = 'number' | 'bytes';

export function orderOf(type: TypeInfo | undefined): KeyOrder | undefined {
  if (type === undefined) return undefined;
  if (['int2', 'int4', 'int8', 'oid'].includes(type.name)) return 'number';
  // text is ordered with COLLATE "C"; the hexadecimal digits of a uuid are in the order of its bytes
  return ['text', 'varchar', 'uuid'].includes(type.name) ? 'bytes' : undefined;
}

export function compareKeys(orders: readonly KeyOrder[], a: readonly string[], b: readonly string[]): number {
  for (const [i, order] of orders.entries()) {
    const [left = '', right = ''] = [a[i], b[i]];
    if (left === right) continue;
    const difference =
      order === 'number'
        ? Number(BigInt(left) - BigInt(right))
        : Buffer.compare(Buffer.from(left), Buffer.from(right));
    if (difference !== 0) return difference;
  }
  return 0;
}

export const keyText = (keys: readonly Column[], row: Tuple): readonly string[] =>
  keys.map(({ index }) => row[index] ?? '');

/** `schema.table`, in the order of which tables are read. */
export const compareTables = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** Whether a change that was committed at `commitLsn` is in the rows that the snapshot read. */
export function isInSnapshot(
  segments: readonly Segment[],
  table: string,
  orders: readonly KeyOrder[] | undefined,
  key: readonly string[],
  commitLsn: number,
): boolean {
  for (const { table: last, upTo, lsn } of segments) {
    const order = table === last ? 0 : compareTables(table, last);
    if (order > 0) continue;
    if (order < 0 || upTo === null || (orders !== undefined && compareKeys(orders, key, upTo) <= 0))
      return commitLsn < lsn;
  }
  return false;
}
