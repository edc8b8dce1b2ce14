import type { Source } from '../metastore/source.ts';
import type { StreamRecord, WindowBounds } from '../runtime/stream-record.ts';
import type { MapKey } from '../state/codecs/map-key.ts';
import type { StateContext } from '../state/state-context.ts';
import type { SqlValue } from '../types/sql-value.ts';

/** What a running task gives to its operators. */
export interface TaskContext extends StateContext {
  /** Writes a record to the unit's output: `row` is its key columns, then its value columns. */
  emit(
    row: readonly SqlValue[],
    tombstone: boolean,
    ts: number,
    partition: number,
    window: WindowBounds | undefined,
  ): void;
  /** An expression failed on a record: ksqlDB logs it and goes on with NULL, or without the record. */
  onError(error: unknown, where: string): void;
  /** The task keeps the rows of the table that it writes, and can say them at any time. */
  onKept?(rows: OutputRows): void;
}

/** Gives the rows of a key, or all, to `emit` as the unit's output has them. */
export type OutputRows = (key: MapKey | undefined, emit: TaskContext['emit']) => void;

/**
 * A piece of a statement between topics: it reads inputs that are partitioned alike, and writes one output. Most
 * statements are one unit; a repartitioning adds one before.
 */
export interface UnitPlan {
  /** Unique within the statement; names its state and its offsets. */
  readonly name: string;
  readonly inputs: readonly Source[];
  readonly output: Source;
  /** Makes the operators of one partition; records come in by input. */
  readonly task: (context: TaskContext) => (input: number, record: StreamRecord) => void;
}

export interface QueryPlan {
  readonly units: readonly UnitPlan[];
  readonly output: Source;
}
