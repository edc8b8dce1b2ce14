import { columnsOf, type Source } from '../../metastore/source.ts';
import { type StreamRecord, streamRecord } from '../../runtime/stream-record.ts';
import { rowKey } from '../../state/codecs/map-key.ts';
import { rowCodec, wideningRowCodec } from '../../state/codecs/row-codec.ts';
import { keyValueStore, type StoredRow } from '../../state/tables/key-value-store.ts';
import { BIGINT, INTEGER } from '../../types/sql-type.ts';
import type { Row } from '../../types/sql-value.ts';
import { type OneInput, type OperatorContext, type Output, TIMELESS } from '../operator.ts';
import { OperatorMetrics } from '../operator-metrics.ts';
import type { TableChange } from './table-change.ts';
import type { TableView } from './table-view.ts';

export interface TableSourceOptions {
  /** Names its state. */
  readonly name: string;
  readonly source: Source;
  /** An old row keeps the time that it had. default: false, it is seen with the time of the change. */
  readonly oldTimes?: boolean;
  /** A key of several columns may be null in part; default: it may. */
  readonly takesPartKeys?: boolean;
}

/**
 * A table over a topic: the last record of each key, deleted by a null value. Records without a key are left out, those of several
 * key columns where all of them are null. A record
 * of the past is a change like any other.
 *
 * State: each key's row with its ts, partition and offset. Source: Kafka Streams' KTableSource.
 */
export function tableSource(
  context: OperatorContext,
  { name, source, oldTimes = false, takesPartKeys = true }: TableSourceOptions,
  output: Output<TableChange>,
): OneInput & TableView {
  const metrics = new OperatorMetrics(name);
  const keyTypes = source.keys.map((column) => column.type);
  const columns = columnsOf(source).map((column) => column.type);
  const count = columns.length;
  // ROWPARTITION and ROWOFFSET are kept with a table's row, behind its columns
  const types = [...columns, INTEGER, BIGINT];
  const store = keyValueStore(context, name, { key: rowCodec(keyTypes), row: wideningRowCodec(types, 2) });
  const asRecord = ({ row }: StoredRow, ts: number): StreamRecord =>
    streamRecord(ts, Number(row[count]), Number(row[count + 1]), row, false);
  return {
    metrics,
    advance: TIMELESS,
    receive: (record) => {
      metrics.recordsIn++;
      const keyRow: Row = record.row.slice(0, keyTypes.length);
      const isMissing = takesPartKeys ? keyRow.every((part) => part === null) : keyRow.includes(null);
      const key = isMissing ? null : rowKey(keyRow);
      if (key === null) {
        metrics.droppedNullKey++;
        context.onDropped('null-key', record);
        return;
      }
      const { ts, partition, tombstone } = record;
      const before = store.get(key);
      if (tombstone) store.delete(key);
      else store.put(key, { keyRow, row: record.row.concat(partition, record.offset), ts });
      metrics.recordsOut++;
      output({
        key: keyRow,
        window: undefined,
        ts,
        partition,
        next: tombstone ? null : record,
        // as in Kafka Streams, an old row is seen with the time of the change: its ROWTIME is not what it was
        old: before === undefined ? null : asRecord(before, oldTimes ? before.ts : ts),
      });
    },
    keys: () => store.keys(),
    get: (key) => {
      const stored = store.get(key);
      return stored === undefined ? undefined : asRecord(stored, stored.ts);
    },
  };
}
