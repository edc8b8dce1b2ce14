import type { SqlValue } from '../../types/sql-value.ts';
import { type OneInput, type OperatorContext, TIMELESS, type WriteRow } from '../operator.ts';
import { OperatorMetrics } from '../operator-metrics.ts';
import { fillRow, type NamedExpression } from './row-maker.ts';

export interface StreamWriterOptions {
  readonly keys: readonly NamedExpression[];
  readonly values: readonly NamedExpression[];
  /** What is made of a record without a value; default: `keys`. */
  readonly deleted?: readonly NamedExpression[] | undefined;
}

/**
 * The SELECT list of a stream: makes the output's row of each record and writes it. Of a record without a value only
 * the key is made.
 */
export function streamWriter(
  context: Pick<OperatorContext, 'onError'>,
  { keys, values, deleted = keys }: StreamWriterOptions,
  write: WriteRow,
): OneInput {
  const metrics = new OperatorMetrics('project');
  const onError = metrics.counting(context.onError);
  const fillKeys = fillRow(keys, onError);
  const fillValues = fillRow(values, onError);
  const fillDeleted = fillRow(deleted, onError);
  const keyCount = keys.length;
  const count = keyCount + values.length;
  return {
    metrics,
    advance: TIMELESS,
    receive: (record) => {
      metrics.recordsIn++;
      metrics.recordsOut++;
      const { tombstone } = record;
      const row = new Array<SqlValue>(tombstone ? deleted.length : count);
      if (tombstone) fillDeleted(record, row, 0);
      else {
        fillKeys(record, row, 0);
        fillValues(record, row, keyCount);
      }
      write(row, tombstone, record.ts, record.partition, record.window);
    },
  };
}
