import type { Evaluate } from '../../expressions/compiled.ts';
import type { StreamRecord } from '../../runtime/stream-record.ts';
import type { Row, SqlValue } from '../../types/sql-value.ts';
import type { OnError, OperatorMetrics } from '../operator-metrics.ts';

/**
 * The columns of the group that a record belongs to; null: one of them is null, or fails, and the record belongs to no
 * group. Counts what is left out.
 */
export function groupKey(
  onError: OnError,
  groupBy: readonly Evaluate[],
  metrics: OperatorMetrics,
): (record: StreamRecord) => Row | null {
  const count = groupBy.length;
  return (record) => {
    const row = new Array<SqlValue>(count);
    for (let i = 0; i < count; i++) {
      try {
        const value = (groupBy[i] as Evaluate)(record);
        if (value === null) {
          metrics.droppedNullKey++;
          return null;
        }
        row[i] = value;
      } catch (error) {
        metrics.droppedFailed++;
        onError(error, 'GROUP BY');
        return null;
      }
    }
    return row;
  };
}
