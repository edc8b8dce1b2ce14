import type { OperatorContext, OutputRows, WriteRow } from '../operators/operator.ts';
import type { PullPlan } from '../plan/pull-plan.ts';
import { streamRecord } from '../runtime/stream-record.ts';
import type { Row } from '../types/sql-value.ts';

/** The answer of a pull query, from a table's rows as they are now. @param kept of each partition */
export function pullRows(
  plan: PullPlan,
  kept: readonly OutputRows[],
  onError: OperatorContext['onError'],
): readonly Row[] {
  const limit = plan.limit ?? Number.POSITIVE_INFINITY;
  const answer = plan.answer(onError);
  const rows: Row[] = [];
  const take: WriteRow = (row, _tombstone, ts, partition, window) => {
    if (rows.length >= limit) return;
    const answered = answer(streamRecord(ts, partition, -1, row, false, window));
    if (answered !== undefined) rows.push(answered);
  };
  for (const rowsOf of kept)
    for (const key of plan.keys ?? [undefined]) if (rows.length < limit) rowsOf(key, take);
  return rows;
}
