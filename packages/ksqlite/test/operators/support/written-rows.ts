import type { WriteRow } from '../../../src/operators/operator.ts';
import type { WindowBounds } from '../../../src/runtime/stream-record.ts';
import type { Row } from '../../../src/types/sql-value.ts';

/** What an operator wrote to its output. */
export interface WrittenRow {
  readonly row: Row;
  readonly tombstone: boolean;
  readonly ts: number;
  readonly partition: number;
  readonly window: WindowBounds | undefined;
}

export const writing =
  (emit: (written: WrittenRow) => void): WriteRow =>
  (row, tombstone, ts, partition, window) =>
    emit({ row, tombstone, ts, partition, window });
