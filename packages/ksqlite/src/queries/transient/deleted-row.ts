import type { PushPlan } from '../../plan/plan-push.ts';
import type { WindowBounds } from '../../runtime/stream-record.ts';
import type { Row, SqlValue } from '../../types/sql-value.ts';

/** Says that the row of a table with this key is gone: the columns of the key, NULL in the others. */
export class DeletedRow extends Array<SqlValue> {}

export function deletedRow(
  columns: NonNullable<PushPlan['deleted']>,
  key: Row,
  window: WindowBounds | undefined,
): DeletedRow {
  return DeletedRow.from(columns, (column) => {
    if (column === 'WINDOWSTART') return window?.start ?? null;
    if (column === 'WINDOWEND') return window?.end ?? null;
    return column === undefined ? null : (key[column] ?? null);
  }) as DeletedRow;
}
