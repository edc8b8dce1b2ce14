import type { Evaluate } from '../../expressions/compiled.ts';
import type { StreamRecord } from '../../runtime/stream-record.ts';
import { type OneInput, type OperatorContext, type Output, TIMELESS } from '../operator.ts';
import { OperatorMetrics } from '../operator-metrics.ts';

export interface FilterOptions {
  readonly condition: Evaluate;
  /** The records are a table's: a deletion passes, because the row before it may have passed. */
  readonly passesDeletions?: boolean;
}

/**
 * Records for which WHERE is true. NULL and an error are false; an error is reported. A stream's record without a value
 * does not pass, as in Kafka Streams' KStreamFilter over ksqlDB's predicate.
 */
export function filter(
  context: Pick<OperatorContext, 'onError'>,
  { condition, passesDeletions = false }: FilterOptions,
  output: Output<StreamRecord>,
): OneInput {
  const metrics = new OperatorMetrics('filter');
  const onError = metrics.counting(context.onError);
  return {
    metrics,
    advance: TIMELESS,
    receive: (record) => {
      metrics.recordsIn++;
      if (record.tombstone) {
        if (!passesDeletions) {
          metrics.droppedNullValue++;
          return;
        }
        metrics.recordsOut++;
        output(record);
        return;
      }
      let passes: unknown;
      try {
        passes = condition(record);
      } catch (error) {
        metrics.droppedFailed++;
        onError(error, 'WHERE', record);
        return;
      }
      if (passes !== true) return;
      metrics.recordsOut++;
      output(record);
    },
  };
}
