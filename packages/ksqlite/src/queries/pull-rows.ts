import type { OperatorContext, OutputRows, WriteRow } from '../operators/operator.ts';
import { streamRecord } from '../runtime/stream-record.ts';
import type { Lookup } from '../topology/lookup.ts';
import type { Row } from '../types/sql-value.ts';

/**
 * The answer of a pull query, from a table's rows as they are now.
 *
 * @param kept of each partition
 * @param limit rows at most
 */
export function pullRows(
  lookup: Lookup,
  limit: number,
  kept: readonly OutputRows[],
  onError: OperatorContext['onError'],
): readonly Row[] {
  const answer = lookup.answer(onError);
  const rows: Row[] = [];
  const take: WriteRow = (row, _tombstone, ts, partition, window) => {
    if (rows.length >= limit) return;
    const answered = answer(streamRecord(ts, partition, -1, row, false, window));
    if (answered !== undefined) rows.push(answered);
  };
  for (const rowsOf of kept)
    for (const key of lookup.keys ?? [undefined]) if (rows.length < limit) rowsOf(key, take);
  return rows;
}
