import { columnsOf, type Source } from '../metastore/source.ts';
import { type StreamRecord, streamRecord } from '../runtime/stream-record.ts';
import { rowKey } from '../state/codecs/map-key.ts';
import { rowCodec } from '../state/codecs/row-codec.ts';
import type { StateContext } from '../state/state-context.ts';
import { keyValueStore, type StoredRow } from '../state/tables/key-value-store.ts';
import { BIGINT, INTEGER } from '../types/sql-type.ts';
import type { Row } from '../types/sql-value.ts';
import type { RecordChange } from './record-change.ts';
import type { TableView } from './table-view.ts';

export interface TableSource extends TableView {
  readonly read: (record: StreamRecord) => void;
}

/**
 * A table over a topic: the last record of each key, deleted by a null value. Records without a key are skipped. A
 * record of the past is a change like any other, as Kafka Streams' KTableSource has it.
 */
export function tableSource(
  context: StateContext,
  name: string,
  source: Source,
  emit: (change: RecordChange) => void,
): TableSource {
  const keyTypes = source.keys.map((column) => column.type);
  const columns = columnsOf(source).map((column) => column.type);
  const count = columns.length;
  // ROWPARTITION and ROWOFFSET are kept with a table's row, behind its columns
  const types = [...columns, INTEGER, BIGINT];
  const store = keyValueStore(context, name, { key: rowCodec(keyTypes), row: rowCodec(types) });
  const asRecord = ({ row }: StoredRow, ts: number): StreamRecord =>
    streamRecord(ts, Number(row[count]), Number(row[count + 1]), row, false);
  const read = (record: StreamRecord): void => {
    const keyRow: Row = record.row.slice(0, keyTypes.length);
    if (keyRow.some((value) => value === null)) return;
    const key = rowKey(keyRow);
    if (key === null) return;
    const before = store.get(key);
    if (record.tombstone) store.delete(key);
    else store.put(key, { keyRow, row: record.row.concat(record.partition, record.offset), ts: record.ts });
    emit({
      key: keyRow,
      ts: record.ts,
      partition: record.partition,
      next: record.tombstone ? null : record,
      // as in Kafka Streams, an old row is seen with the time of the change: its ROWTIME is not what it was
      old: before === undefined ? null : asRecord(before, record.ts),
    });
  };
  return {
    read,
    keys: () => store.keys(),
    get: (key) => {
      const stored = store.get(key);
      return stored === undefined ? undefined : asRecord(stored, stored.ts);
    },
  };
}
