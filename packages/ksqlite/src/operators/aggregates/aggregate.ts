import type { Evaluate } from '../../expressions/compiled.ts';
import { streamRecord } from '../../runtime/stream-record.ts';
import { type MapKey, rowKey } from '../../state/codecs/map-key.ts';
import { rowCodec } from '../../state/codecs/row-codec.ts';
import { type KeyValueStore, keyValueStore } from '../../state/tables/key-value-store.ts';
import type { SqlType } from '../../types/sql-type.ts';
import type { Row } from '../../types/sql-value.ts';
import {
  type KeepsRows,
  type KeptRows,
  listing,
  type OneInput,
  type OperatorContext,
  type Output,
  TIMELESS,
} from '../operator.ts';
import { OperatorMetrics } from '../operator-metrics.ts';
import type { TableChange } from '../tables/table-change.ts';
import { type AggregateCall, type Aggregator, aggregator } from './aggregator.ts';
import { groupKey } from './group-key.ts';

export interface AggregateOptions {
  /** Names its state. */
  readonly name: string;
  readonly calls: readonly AggregateCall[];
  /** The group's columns; a record of which one is null belongs to no group. */
  readonly groupBy: readonly Evaluate[];
  readonly keyTypes: readonly SqlType[];
  /** Whether who comes next needs the old row beside the new one. */
  readonly sendsOld: boolean;
}

/**
 * GROUP BY without a window: one row a group, for ever. A change's ts is the latest of its group's records. A record that
 * an aggregate can't take (a SUM that outgrows its DECIMAL) is reported and left out.
 *
 * State: each group's columns, aggregates and ts. Source: Kafka Streams' KStreamAggregate.
 */
export function aggregate(
  context: OperatorContext,
  options: AggregateOptions,
  output: Output<TableChange>,
): OneInput & KeepsRows {
  const { name, sendsOld } = options;
  const metrics = new OperatorMetrics(name);
  const onError = metrics.counting(context.onError);
  const aggregates = aggregator(options.calls, onError);
  const groupOf = groupKey(context, options.groupBy, metrics);
  const store = keyValueStore(context, name, {
    key: rowCodec(options.keyTypes),
    row: rowCodec([aggregates.stateType]),
    changes: aggregates.stateChanges,
  });
  return {
    metrics,
    advance: TIMELESS,
    rows: keptGroups(store, aggregates),
    receive: (record) => {
      metrics.recordsIn++;
      if (record.tombstone) {
        metrics.droppedNullValue++;
        return;
      }
      const keyRow = groupOf(record);
      if (keyRow === null) return;
      const key = rowKey(keyRow);
      if (key === null) return;
      const before = store.get(key);
      const oldState = before === undefined ? aggregates.initial : (before.row[0] as unknown as Row);
      let state: Row;
      try {
        state = aggregates.add(oldState, record);
      } catch (error) {
        metrics.droppedFailed++;
        onError(error, 'AGGREGATE', record);
        return;
      }
      const ts = before === undefined ? record.ts : Math.max(before.ts, record.ts);
      store.put(key, { keyRow, row: [state], ts }, before);
      const { partition } = record;
      metrics.recordsOut++;
      output({
        key: keyRow,
        window: undefined,
        ts,
        partition,
        next: streamRecord(ts, partition, -1, aggregates.rowOf(keyRow, state), false),
        old:
          sendsOld && before !== undefined
            ? streamRecord(ts, partition, -1, aggregates.rowOf(keyRow, oldState), false)
            : null,
      });
    },
  };
}

/** The groups of an aggregation without windows. */
export const keptGroups = (store: KeyValueStore, aggregates: Aggregator): KeptRows =>
  listing(function* (only: MapKey | undefined) {
    for (const key of only === undefined ? store.keys() : [only]) {
      const stored = store.get(key);
      if (stored === undefined) continue;
      const { keyRow, ts } = stored;
      const row = aggregates.rowOf(keyRow, stored.row[0] as unknown as Row);
      yield {
        key: keyRow,
        window: undefined,
        ts,
        partition: 0,
        next: streamRecord(ts, 0, -1, row, false),
        old: null,
      };
    }
  }, store.keys);
