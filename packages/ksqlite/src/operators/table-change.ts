import type { WindowBounds } from '../runtime/stream-record.ts';
import type { Row } from '../types/sql-value.ts';

/** One row of a table changes: what it was, what it is. null: absent. */
export interface TableChange {
  readonly key: Row;
  readonly window: WindowBounds | undefined;
  /** ms since the epoch */
  readonly ts: number;
  readonly partition: number;
  readonly row: Row | null;
  readonly old: Row | null;
}
