import type { Evaluate } from '../../expressions/compiled.ts';
import type { StreamRecord } from '../../runtime/stream-record.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import { type OneInput, type OperatorContext, TIMELESS, type WriteRow } from '../operator.ts';
import { OperatorMetrics } from '../operator-metrics.ts';
import { fillRow, type NamedExpression } from './row-maker.ts';

export interface RepartitionWriterOptions {
  /** The new key. */
  readonly keys: readonly NamedExpression[];
  /** The columns that go along. */
  readonly columns: readonly Evaluate[];
  /** A record of which a key fails is left out, as GROUP BY does; else the key is NULL. */
  readonly leavesOutFailed: boolean;
  /** A record without a value goes along, under its new key: a join of streams takes its time. */
  readonly keepsNullValues: boolean;
}

/**
 * Writes a stream again under another key, for the sub-topology that follows: what is joined or grouped by an expression
 * has to come to one partition. A key that fails is reported, and NULL or the end of the record.
 *
 * Source: Kafka Streams' KStream#selectKey and its repartition topic.
 */
export function repartitionWriter(
  context: Pick<OperatorContext, 'onError'>,
  { keys, columns, leavesOutFailed, keepsNullValues }: RepartitionWriterOptions,
  write: WriteRow,
): OneInput {
  const metrics = new OperatorMetrics('repartition');
  const onError = metrics.counting(context.onError);
  const fillKeys = fillRow(keys, onError);
  const keyCount = keys.length;
  const columnCount = columns.length;
  const writeKey = (record: StreamRecord): void => {
    const row = new Array<SqlValue>(keyCount);
    fillKeys(record, row, 0);
    metrics.recordsOut++;
    write(row, true, record.ts, record.partition, undefined);
  };
  return {
    metrics,
    advance: TIMELESS,
    receive: (record) => {
      metrics.recordsIn++;
      if (record.tombstone) {
        if (keepsNullValues) writeKey(record);
        else metrics.droppedNullValue++;
        return;
      }
      const row = new Array<SqlValue>(keyCount + columnCount);
      const { errors } = metrics;
      fillKeys(record, row, 0);
      if (leavesOutFailed && metrics.errors !== errors) {
        metrics.droppedFailed++;
        return;
      }
      for (let i = 0; i < columnCount; i++) row[keyCount + i] = (columns[i] as Evaluate)(record);
      metrics.recordsOut++;
      write(row, false, record.ts, record.partition, undefined);
    },
  };
}
