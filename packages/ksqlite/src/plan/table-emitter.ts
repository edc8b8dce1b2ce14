import type { Compiled } from '../expressions/compiled.ts';
import type { TableChange } from '../operators/table-change.ts';
import type { StreamRecord } from '../runtime/stream-record.ts';
import type { Row, SqlValue } from '../types/sql-value.ts';
import type { TaskContext } from './task-plan.ts';

export interface TableEmitterOptions {
  readonly asRecord: (change: TableChange, row: Row) => StreamRecord;
  readonly having: Compiled | undefined;
  readonly keyRow: (record: StreamRecord) => SqlValue[];
  /** keys, then values */
  readonly row: (record: StreamRecord) => SqlValue[];
}

/**
 * Writes a table's changes: the new row where it passes HAVING (or WHERE), a null value where only the old one did.
 * A row that never passed leaves no trace, as Kafka Streams' KTableFilter has it over a materialised table.
 */
export function tableEmitter(
  context: TaskContext,
  options: TableEmitterOptions,
): (change: TableChange) => void {
  const { asRecord, having, keyRow, row } = options;
  const passes = (record: StreamRecord): boolean => {
    if (having === undefined) return true;
    try {
      return having.evaluate(record) === true;
    } catch (error) {
      context.onError(error, 'HAVING');
      return false;
    }
  };
  return (change) => {
    if (change.row !== null) {
      const record = asRecord(change, change.row);
      if (passes(record)) {
        context.emit(row(record), false, change.ts, change.partition, change.window);
        return;
      }
    }
    // without a condition a deletion is passed on even when there was nothing to delete
    if (change.old === null && (having !== undefined || change.row !== null)) return;
    const old = asRecord(change, change.old ?? []);
    if (having === undefined || passes(old))
      context.emit(keyRow(old), true, change.ts, change.partition, change.window);
  };
}
