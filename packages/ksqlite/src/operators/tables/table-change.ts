import type { StreamRecord, WindowBounds } from '../../runtime/stream-record.ts';
import type { Row } from '../../types/sql-value.ts';

/** One row of a table changes, as records that expressions read: what it was, what it is. null: absent. */
export interface TableChange {
  /** The table's key columns. */
  readonly key: Row;
  readonly window: WindowBounds | undefined;
  /** ms since the epoch */
  readonly ts: number;
  readonly partition: number;
  readonly next: StreamRecord | null;
  /**
   * Aggregates fill it in only where they are told to (`sendsOld`), as Kafka Streams' `enableSendingOldValues` has it:
   * making it costs as much as the new row.
   */
  readonly old: StreamRecord | null;
}
