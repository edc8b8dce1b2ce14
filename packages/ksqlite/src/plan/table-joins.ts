import type { KeptRows } from '../operators/kept-rows.ts';
import type { RecordChange } from '../operators/record-change.ts';
import { type TableSource, tableSource } from '../operators/table-source.ts';
import { type JoinedTable, tableTableJoin } from '../operators/table-table-join.ts';
import type { TableView } from '../operators/table-view.ts';
import type { StreamRecord } from '../runtime/stream-record.ts';
import type { FromClause } from './from-clause.ts';
import type { TaskContext } from './task-plan.ts';

/** The operators of one table, or of a chain of tables joined on their primary keys. */
export function tableTask(
  { inputs, joins }: FromClause,
  context: TaskContext,
  emit: (change: RecordChange) => void,
  onKept?: (rows: KeptRows<RecordChange>) => void,
): (input: number, record: StreamRecord) => void {
  const joined: JoinedTable[] = [];
  /** Behind the first `level` joins. */
  const behind =
    (level: number): ((change: RecordChange) => void) =>
    (change) =>
      level === joins.length ? emit(change) : (joined[level] as JoinedTable).leftChange(change);
  const sources: readonly TableSource[] = inputs.map(({ source }, i) =>
    i === 0
      ? tableSource(context, 'table', source, behind(0))
      : tableSource(context, `join-${i}-table`, source, (change) =>
          (joined[i - 1] as JoinedTable).rightChange(change),
        ),
  );
  let left: TableView = sources[0] as TableSource;
  joins.forEach(({ type }, level) => {
    const right = sources[level + 1] as TableSource;
    left = joined[level] = tableTableJoin({ type, left, right, leftCount: level + 1 }, behind(level + 1));
  });
  const keyCount = inputs[0]?.source.keys.length ?? 0;
  onKept?.(function* (only) {
    for (const key of only === undefined ? left.keys() : [only]) {
      const next = left.get(key);
      if (next === undefined) continue;
      const keyed = next.inputs.find((side) => side !== null) ?? next;
      yield { key: keyed.row.slice(0, keyCount), ts: next.ts, partition: next.partition, next, old: null };
    }
  });
  return (input, record) => (sources[input] as TableSource).read(record);
}
