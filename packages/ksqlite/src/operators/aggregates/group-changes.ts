import type { Evaluate } from '../../expressions/compiled.ts';
import { type StreamRecord, streamRecord } from '../../runtime/stream-record.ts';
import type { Row, SqlValue } from '../../types/sql-value.ts';
import { type OneInput, type OperatorContext, type Output, TIMELESS, type WriteRow } from '../operator.ts';
import { OperatorMetrics } from '../operator-metrics.ts';
import type { TableChange } from '../tables/table-change.ts';
import { groupKey } from './group-key.ts';

export interface GroupChangeWriterOptions {
  readonly groupBy: readonly Evaluate[];
  /** The columns that the aggregation needs. */
  readonly columns: readonly Evaluate[];
  /** The group as the topic's key. */
  readonly encodeGroup: (group: Row) => unknown;
}

/**
 * Writes a table's changes to an internal topic keyed by the group: the group's columns, the old row, the new one. Both
 * are in one record where they are of one group, so that no one sees the group without the row.
 *
 * Source: Kafka Streams' KTableRepartitionMap.
 */
export function groupChangeWriter(
  context: Pick<OperatorContext, 'onError' | 'onDropped'>,
  options: GroupChangeWriterOptions,
  write: WriteRow,
): OneInput<TableChange> {
  const { columns } = options;
  const metrics = new OperatorMetrics('repartition');
  const groupOf = groupKey(context, options.groupBy, metrics);
  const valuesOf = (record: StreamRecord | null): SqlValue =>
    record === null ? null : columns.map((read) => read(record));
  const put = (
    group: Row,
    old: StreamRecord | null,
    next: StreamRecord | null,
    change: TableChange,
  ): void => {
    metrics.recordsOut++;
    write([...group, valuesOf(old), valuesOf(next)], false, change.ts, change.partition, undefined);
  };
  const encoded = (group: Row): string => String(options.encodeGroup(group));
  return {
    metrics,
    advance: TIMELESS,
    receive: (change) => {
      metrics.recordsIn++;
      const { old, next } = change;
      const oldGroup = old === null ? null : groupOf(old);
      const nextGroup = next === null ? null : groupOf(next);
      if (oldGroup !== null && nextGroup !== null && encoded(oldGroup) === encoded(nextGroup)) {
        put(nextGroup, old, next, change);
        return;
      }
      if (oldGroup !== null) put(oldGroup, old, null, change);
      if (nextGroup !== null) put(nextGroup, null, next, change);
    },
  };
}

/** Reads the records that `groupChangeWriter` wrote as changes of groups. */
export function groupChangeReader(
  _context: Pick<OperatorContext, 'onError'>,
  { keyCount }: { readonly keyCount: number },
  output: Output<TableChange>,
): OneInput {
  const metrics = new OperatorMetrics('group-changes');
  const recordOf = (values: SqlValue | undefined, record: StreamRecord): StreamRecord | null =>
    values === null || values === undefined
      ? null
      : streamRecord(record.ts, record.partition, record.offset, values as readonly SqlValue[], false);
  return {
    metrics,
    advance: TIMELESS,
    receive: (record) => {
      metrics.recordsIn++;
      metrics.recordsOut++;
      const { ts, partition, row } = record;
      output({
        key: row.slice(0, keyCount),
        window: undefined,
        ts,
        partition,
        old: recordOf(row[keyCount], record),
        next: recordOf(row[keyCount + 1], record),
      });
    },
  };
}
