import type { StreamRecord } from '../runtime/stream-record.ts';
import type { Row } from '../types/sql-value.ts';

/** One row of a table changes, as records that expressions read: what it was, what it is. null: absent. */
export interface RecordChange {
  /** The table's key columns. */
  readonly key: Row;
  /** ms since the epoch */
  readonly ts: number;
  readonly partition: number;
  readonly next: StreamRecord | null;
  readonly old: StreamRecord | null;
}
