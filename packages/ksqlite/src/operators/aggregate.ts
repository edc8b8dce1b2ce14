import type { StreamRecord } from '../runtime/stream-record.ts';
import { type MapKey, rowKey } from '../state/codecs/map-key.ts';
import { rowCodec } from '../state/codecs/row-codec.ts';
import type { StateContext } from '../state/state-context.ts';
import { type KeyValueStore, keyValueStore } from '../state/tables/key-value-store.ts';
import type { SqlType } from '../types/sql-type.ts';
import type { Row } from '../types/sql-value.ts';
import type { Aggregator } from './aggregator.ts';
import type { KeptRows } from './kept-rows.ts';
import type { TableChange } from './table-change.ts';

export interface AggregateOptions {
  readonly name: string;
  readonly aggregator: Aggregator;
  /** The group's columns; a record of which one is null belongs to no group. */
  readonly groupKey: (record: StreamRecord) => Row | null;
  readonly keyTypes: readonly SqlType[];
  /** Told of the table once, for who looks its rows up. */
  readonly onKept?: (rows: KeptRows<TableChange>) => void;
}

/** GROUP BY without a window: one row a group, for ever. A change's ts is the latest of its group's records. */
export function aggregate(
  context: StateContext,
  options: AggregateOptions,
  emit: (change: TableChange) => void,
): (record: StreamRecord) => void {
  const { aggregator, groupKey } = options;
  const store = keyValueStore(context, options.name, {
    key: rowCodec(options.keyTypes),
    row: rowCodec([aggregator.stateType]),
  });
  options.onKept?.(keptGroups(store, aggregator));
  return (record) => {
    if (record.tombstone) return;
    const keyRow = groupKey(record);
    if (keyRow === null) return;
    const key = rowKey(keyRow);
    if (key === null) return;
    const before = store.get(key);
    const oldState = before === undefined ? aggregator.initial : (before.row[0] as unknown as Row);
    const state = aggregator.add(oldState, record);
    const ts = before === undefined ? record.ts : Math.max(before.ts, record.ts);
    store.put(key, { keyRow, row: [state], ts });
    emit({
      key: keyRow,
      window: undefined,
      ts,
      partition: record.partition,
      row: aggregator.result(state),
      old: before === undefined ? null : aggregator.result(oldState),
    });
  };
}

/** The groups of an aggregation without windows. */
export const keptGroups = (store: KeyValueStore, aggregator: Pick<Aggregator, 'result'>) =>
  function* (only: MapKey | undefined): Generator<TableChange> {
    for (const key of only === undefined ? store.keys() : [only]) {
      const stored = store.get(key);
      if (stored === undefined) continue;
      const row = aggregator.result(stored.row[0] as unknown as Row);
      yield { key: stored.keyRow, window: undefined, ts: stored.ts, partition: 0, row, old: null };
    }
  };
