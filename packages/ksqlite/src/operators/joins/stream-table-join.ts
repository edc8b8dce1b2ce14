import { type StreamRecord, streamRecord } from '../../runtime/stream-record.ts';
import type { Row } from '../../types/sql-value.ts';
import { type OneInput, type OperatorContext, type Output, TIMELESS } from '../operator.ts';
import { OperatorMetrics } from '../operator-metrics.ts';
import type { TableView } from '../tables/table-view.ts';
import type { JoinKey } from './join-key.ts';

export interface StreamTableJoinOptions {
  readonly name: string;
  readonly table: TableView;
  /** LEFT JOIN: a record without a row in the table leaves with a null side. */
  readonly left: boolean;
  readonly leftKey: JoinKey;
}

const NO_ROW: Row = Object.freeze([]);

/**
 * Looks a stream's records up in a table as it is at that moment of the merged inputs. Changes of the table alone emit
 * nothing. A result keeps its stream record's ts. Without state of its own: the table's rows are its source's.
 *
 * Source: Kafka Streams' KStreamKTableJoin.
 */
export function streamTableJoin(
  context: Pick<OperatorContext, 'onDropped'>,
  options: StreamTableJoinOptions,
  output: Output<StreamRecord>,
): OneInput {
  const { name, table, left, leftKey } = options;
  const metrics = new OperatorMetrics(name);
  return {
    metrics,
    advance: TIMELESS,
    receive: (record) => {
      metrics.recordsIn++;
      if (record.tombstone) {
        metrics.droppedNullValue++;
        return;
      }
      const key = leftKey(record);
      const right = (key === null ? undefined : table.get(key)) ?? null;
      if (right === null && !left) {
        if (key === null) {
          metrics.droppedNullKey++;
          context.onDropped('null-key', record);
        }
        return;
      }
      const own = record.inputs.length === 0 ? [record] : record.inputs;
      metrics.recordsOut++;
      output(
        streamRecord(record.ts, record.partition, -1, NO_ROW, false, undefined, undefined, [...own, right]),
      );
    },
  };
}
