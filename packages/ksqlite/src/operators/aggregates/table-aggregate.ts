import { streamRecord } from '../../runtime/stream-record.ts';
import { rowKey } from '../../state/codecs/map-key.ts';
import { rowCodec } from '../../state/codecs/row-codec.ts';
import { keyValueStore } from '../../state/tables/key-value-store.ts';
import type { Row } from '../../types/sql-value.ts';
import { type KeepsRows, type OneInput, type OperatorContext, type Output, TIMELESS } from '../operator.ts';
import { OperatorMetrics } from '../operator-metrics.ts';
import type { TableChange } from '../tables/table-change.ts';
import { type AggregateOptions, keptGroups } from './aggregate.ts';
import { aggregator } from './aggregator.ts';

/**
 * GROUP BY over a table: the old row is taken out of its group, the new one is added to its own. It reads changes keyed
 * by the group: a row leaves a group, comes into it, or changes within it. A group whose last row has left stays, with
 * what is left of its aggregates (COUNT 0). A change's ts is the latest of its group's changes. A change that an aggregate
 * can't take is reported and left out.
 *
 * State: each group's columns, aggregates and ts. Source: Kafka Streams' KTableAggregate.
 */
export function tableAggregate(
  context: OperatorContext,
  options: Omit<AggregateOptions, 'groupBy'>,
  output: Output<TableChange>,
): OneInput<TableChange> & KeepsRows {
  const { name, sendsOld } = options;
  const metrics = new OperatorMetrics(name);
  const onError = metrics.counting(context.onError);
  const aggregates = aggregator(options.calls, onError);
  const store = keyValueStore(context, name, {
    key: rowCodec(options.keyTypes),
    row: rowCodec([aggregates.stateType]),
    changes: aggregates.stateChanges,
  });
  return {
    metrics,
    advance: TIMELESS,
    rows: keptGroups(store, aggregates),
    receive: ({ key: keyRow, ts: changeTs, partition, next, old }) => {
      metrics.recordsIn++;
      const key = rowKey(keyRow);
      if (key === null) {
        metrics.droppedNullKey++;
        context.onDropped('null-key', next ?? old ?? undefined);
        return;
      }
      const before = store.get(key);
      const oldState = before === undefined ? undefined : (before.row[0] as unknown as Row);
      let state = oldState;
      try {
        if (old !== null && oldState !== undefined) state = aggregates.undo(oldState, old);
        if (next !== null) state = aggregates.add(state ?? aggregates.initial, next);
      } catch (error) {
        metrics.droppedFailed++;
        onError(error, 'AGGREGATE', next ?? old ?? undefined);
        return;
      }
      const ts = before === undefined ? changeTs : Math.max(before.ts, changeTs);
      if (state !== undefined) store.put(key, { keyRow, row: [state], ts }, before);
      const recordOf = (from: Row) => streamRecord(ts, partition, -1, aggregates.rowOf(keyRow, from), false);
      metrics.recordsOut++;
      output({
        key: keyRow,
        window: undefined,
        ts,
        partition,
        next: state === undefined ? null : recordOf(state),
        old: !sendsOld || oldState === undefined ? null : recordOf(oldState),
      });
    },
  };
}
