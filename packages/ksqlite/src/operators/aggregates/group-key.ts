import type { Evaluate } from '../../expressions/compiled.ts';
import { wellFormed } from '../../formats/text/well-formed.ts';
import type { StreamRecord } from '../../runtime/stream-record.ts';
import type { Row, SqlValue } from '../../types/sql-value.ts';
import type { OperatorContext } from '../operator.ts';
import type { OperatorMetrics } from '../operator-metrics.ts';

/**
 * The columns of the group that a record belongs to; null: one of them is null, or fails, and the record belongs to no
 * group, also where it is the record's key (differs: null-groups). Reports and counts what is left out. Half a letter that a function leaves of a text is a question mark: a group is
 * found by its key's bytes, which the state has after a restart.
 */
export function groupKey(
  context: Pick<OperatorContext, 'onError' | 'onDropped'>,
  groupBy: readonly Evaluate[],
  metrics: OperatorMetrics,
): (record: StreamRecord) => Row | null {
  const onError = metrics.counting(context.onError);
  const count = groupBy.length;
  return (record) => {
    const row = new Array<SqlValue>(count);
    for (let i = 0; i < count; i++) {
      try {
        const value = (groupBy[i] as Evaluate)(record);
        if (value === null) {
          metrics.droppedNullKey++;
          context.onDropped('null-key', record, nullMessage(i));
          return null;
        }
        row[i] = typeof value === 'string' ? wellFormed(value) : value;
      } catch (error) {
        metrics.droppedFailed++;
        onError(error, 'GROUP BY', record);
        return null;
      }
    }
    return row;
  };
}

/** In ksqlDB's words (GroupByParamsFactory). */
const nullMessage = (index: number): string =>
  `Group-by column with index ${index} resolved to null. The source row will be excluded from the table.`;
