import type { StreamRecord } from '../../runtime/stream-record.ts';
import { type OneInput, type OperatorContext, type Output, TIMELESS } from '../operator.ts';
import { OperatorMetrics } from '../operator-metrics.ts';

/**
 * A table's records as rows for a client, deletions among them; records whose key is null are no rows. What
 * ksqlDB's push query over a table gives.
 */
export function tableRows(
  context: Pick<OperatorContext, 'onDropped'>,
  { keyCount }: { readonly keyCount: number },
  output: Output<StreamRecord>,
): OneInput {
  const metrics = new OperatorMetrics('table');
  return {
    metrics,
    advance: TIMELESS,
    receive: (record) => {
      metrics.recordsIn++;
      for (let i = 0; i < keyCount; i++) {
        if (record.row[i] === null) continue;
        metrics.recordsOut++;
        output(record);
        return;
      }
      metrics.droppedNullKey++;
      context.onDropped('null-key', record);
    },
  };
}
