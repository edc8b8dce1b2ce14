import type { MapKey } from '../../state/codecs/map-key.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import {
  type KeptRows,
  listing,
  type OneInput,
  type OperatorContext,
  type OutputRows,
  TIMELESS,
  type WriteRow,
} from '../operator.ts';
import { OperatorMetrics } from '../operator-metrics.ts';
import { fillRow, type NamedExpression } from '../stateless/row-maker.ts';
import type { TableChange } from './table-change.ts';

export interface TableWriterOptions {
  /** Whether the output's rows begin with the table's key. */
  readonly keyed: boolean;
  readonly values: readonly NamedExpression[];
}

/**
 * The SELECT list of a table: writes a changed row to the output, or a null value where it is gone. A deletion is
 * passed on even when there was nothing to delete.
 */
export function tableWriter(
  context: Pick<OperatorContext, 'onError'>,
  options: TableWriterOptions,
  write: WriteRow,
): OneInput<TableChange> & { outputRows(kept: KeptRows): OutputRows } {
  const { keyed, values } = options;
  const metrics = new OperatorMetrics('project');
  const onError = metrics.counting(context.onError);
  const fillChanged = fillRow(values, onError);
  // what failed on a row was reported when it changed
  const fillAgain = fillRow(values, () => undefined);
  const valueCount = values.length;
  const put = (
    { key, window, ts, partition, next }: TableChange,
    to: WriteRow,
    fill: ReturnType<typeof fillRow>,
  ): void => {
    if (next === null) {
      to(key, true, ts, partition, window);
      return;
    }
    const keyCount = keyed ? key.length : 0;
    const row = new Array<SqlValue>(keyCount + valueCount);
    for (let i = 0; i < keyCount; i++) row[i] = key[i] as SqlValue;
    fill(next, row, keyCount);
    to(row, false, ts, partition, window);
  };
  return {
    metrics,
    advance: TIMELESS,
    receive: (change) => {
      metrics.recordsIn++;
      metrics.recordsOut++;
      put(change, write, fillChanged);
    },
    outputRows: (kept) =>
      listing((key: MapKey | undefined, to: WriteRow) => {
        for (const change of kept(key)) put(change, to, fillAgain);
      }, kept.keys),
  };
}
