/**
 * A snapshot that was interrupted is continued with a newer view of the database: each table is then read in segments of its keys' order,
 * each as it was at some place of the log. A change that was committed before the place of its key's segment is in the rows already, and
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

/** Whether a change that was committed at `commitLsn` is in the rows that the snapshot read of its table. */
export function isInSnapshot(
  segments: readonly Segment[],
  orders: readonly KeyOrder[] | undefined,
  key: readonly string[],
  commitLsn: number,
): boolean {
  for (const { upTo, lsn } of segments)
    if (upTo === null || (orders !== undefined && compareKeys(orders, key, upTo) <= 0))
      return commitLsn < lsn;
  return false;
}
