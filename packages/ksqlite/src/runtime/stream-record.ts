import type { RecordHeader } from '../log/topics/log-record.ts';
import type { SqlValue } from '../types/sql-value.ts';

/** The bounds of the window that a row of a windowed table belongs to. ms; a session's end is its last record. */
export interface WindowBounds {
  readonly start: number;
  readonly end: number;
}

/**
 * A record on its way through a statement's operators. A record read from a source has `row`: the source's key
 * columns, then its value columns. A joined record has `inputs`: one record for each source of the join in the order
 * of the FROM clause, null where the outer side is missing; its own `row` is empty.
 */
export interface StreamRecord {
  /** ms since the epoch */
  readonly ts: number;
  readonly partition: number;
  readonly offset: number;
  readonly row: readonly SqlValue[];
  /** The record's value was null: a deletion, where it reaches a table. */
  readonly tombstone: boolean;
  readonly window: WindowBounds | undefined;
  readonly headers: readonly RecordHeader[];
  readonly inputs: readonly (StreamRecord | null)[];
}

const NONE: readonly never[] = Object.freeze([]);

/** Every StreamRecord is made here, so that all have one hidden class and the operators stay monomorphic. */
export function streamRecord(
  ts: number,
  partition: number,
  offset: number,
  row: readonly SqlValue[],
  tombstone: boolean,
  window: WindowBounds | undefined = undefined,
  headers: readonly RecordHeader[] = NONE,
  inputs: readonly (StreamRecord | null)[] = NONE,
): StreamRecord {
  return { ts, partition, offset, row, tombstone, window, headers, inputs };
}
