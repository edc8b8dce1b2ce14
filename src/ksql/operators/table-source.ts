import type { Rec } from '../runtime/rec.ts';
import { type KeyValueStore, keyValueStore } from '../state/key-value-store.ts';
import { rowKey } from '../state/map-key.ts';
import { rowCodec } from '../state/row-codec.ts';
import type { StateContext } from '../state/state-context.ts';
import type { SqlType } from '../types/sql-type.ts';
import type { Row } from '../types/sql-value.ts';
import type { TableChange } from './table-change.ts';

export interface TableSource {
  readonly store: KeyValueStore;
  readonly read: (record: Rec) => void;
}

/**
 * A table over a topic: the last record of each key, deleted by a null value. Records without a key are skipped.
 *
 * @param keyTypes the types of the row's first columns; `valueTypes` of those that follow
 */
export function tableSource(
  context: StateContext,
  name: string,
  keyTypes: readonly SqlType[],
  valueTypes: readonly SqlType[],
  emit: (change: TableChange) => void,
): TableSource {
  const store = keyValueStore(context, name, {
    key: rowCodec(keyTypes),
    row: rowCodec([...keyTypes, ...valueTypes]),
  });
  const read = (record: Rec): void => {
    const keyRow: Row = record.row.slice(0, keyTypes.length);
    if (keyRow.some((value) => value === null)) return;
    const key = rowKey(keyRow);
    if (key === null) return;
    const old = store.get(key)?.row ?? null;
    const row = record.tombstone ? null : record.row;
    if (row === null) store.delete(key);
    else store.put(key, { keyRow, row, ts: record.ts });
    emit({ key: keyRow, window: record.window, ts: record.ts, partition: record.partition, row, old });
  };
  return { store, read };
}
