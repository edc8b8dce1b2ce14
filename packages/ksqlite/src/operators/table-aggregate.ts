import type { StreamRecord } from '../runtime/stream-record.ts';
import { rowKey } from '../state/codecs/map-key.ts';
import { rowCodec } from '../state/codecs/row-codec.ts';
import type { StateContext } from '../state/state-context.ts';
import { keyValueStore } from '../state/tables/key-value-store.ts';
import type { SqlType } from '../types/sql-type.ts';
import type { Row } from '../types/sql-value.ts';
import { keptGroups } from './aggregate.ts';
import type { UndoAggregator } from './aggregator.ts';
import type { KeptRows } from './kept-rows.ts';
import type { TableChange } from './table-change.ts';

/** A row of a table leaves a group, comes into it, or changes within it. */
export interface GroupChange {
  readonly key: Row;
  /** ms since the epoch */
  readonly ts: number;
  readonly partition: number;
  readonly next: StreamRecord | null;
  readonly old: StreamRecord | null;
}

/**
 * GROUP BY over a table, as Kafka Streams' KTableAggregate does it: the old row is taken out of its group, the new one
 * is added to its own. A group whose last row has left stays, with what is left of its aggregates (COUNT 0).
 *
 * A change's ts is the latest of its group's changes.
 */
export function tableAggregate(
  context: StateContext,
  options: {
    readonly name: string;
    readonly aggregator: UndoAggregator;
    readonly keyTypes: readonly SqlType[];
    readonly onKept?: (rows: KeptRows<TableChange>) => void;
  },
  emit: (change: TableChange) => void,
): (change: GroupChange) => void {
  const { aggregator } = options;
  const store = keyValueStore(context, options.name, {
    key: rowCodec(options.keyTypes),
    row: rowCodec([aggregator.stateType]),
  });
  options.onKept?.(keptGroups(store, aggregator));
  return ({ key: keyRow, ts: changeTs, partition, next, old }) => {
    const key = rowKey(keyRow);
    if (key === null) return;
    const before = store.get(key);
    const oldState = before === undefined ? undefined : (before.row[0] as unknown as Row);
    let state = old === null || oldState === undefined ? oldState : aggregator.undo(oldState, old);
    if (next !== null) state = aggregator.add(state ?? aggregator.initial, next);
    const ts = before === undefined ? changeTs : Math.max(before.ts, changeTs);
    if (state !== undefined) store.put(key, { keyRow, row: [state], ts });
    emit({
      key: keyRow,
      window: undefined,
      ts,
      partition,
      row: state === undefined ? null : aggregator.result(state),
      old: oldState === undefined ? null : aggregator.result(oldState),
    });
  };
}
