import type { Source } from '../metastore/source.ts';
import { type StreamRecord, streamRecord } from '../runtime/stream-record.ts';
import type { MapKey } from '../state/codecs/map-key.ts';
import type { StateContext } from '../state/state-context.ts';
import type { TwoSided } from './stream-stream-join.ts';
import { tableSource } from './table-source.ts';

export interface StreamTableJoinOptions {
  readonly name: string;
  readonly table: Source;
  /** LEFT JOIN: a record without a row in the table leaves with a null side. */
  readonly left: boolean;
  readonly leftKey: (record: StreamRecord) => MapKey | null;
}

/**
 * Looks a stream's records up in a table as it is at that moment of the merged inputs, as KStreamKTableJoin does.
 * Changes of the table alone emit nothing. A result keeps its stream record's ts.
 */
export function streamTableJoin(
  context: StateContext,
  options: StreamTableJoinOptions,
  emit: (joined: StreamRecord) => void,
): TwoSided {
  const { table, leftKey } = options;
  const rows = tableSource(context, `${options.name}-table`, table, () => undefined);
  return {
    left: (record) => {
      if (record.tombstone) return;
      const key = leftKey(record);
      const right = (key === null ? undefined : rows.get(key)) ?? null;
      if (right === null && !options.left) return;
      const inputs = record.inputs.length === 0 ? [record] : record.inputs;
      emit(
        streamRecord(record.ts, record.partition, -1, [], false, undefined, undefined, [...inputs, right]),
      );
    },
    right: rows.read,
  };
}
