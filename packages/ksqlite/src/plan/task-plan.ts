import type { Source } from '../metastore/source.ts';
import type { OperatorContext, OperatorGraph, WriteRow } from '../operators/operator.ts';

/** What a running task gives to its operators. */
export interface TaskContext extends OperatorContext {
  /** Writes a record to the unit's output. */
  readonly write: WriteRow;
}

/**
 * A piece of a statement between topics: it reads inputs that are partitioned alike, and writes one output. Most
 * statements are one unit; a repartitioning adds one before.
 */
export interface UnitPlan {
  /** Unique within the statement; names its state and its offsets. */
  readonly name: string;
  readonly inputs: readonly Source[];
  readonly output: Source;
  /** Makes the operators of one partition. */
  readonly task: (context: TaskContext) => OperatorGraph;
}

export interface QueryPlan {
  readonly units: readonly UnitPlan[];
  readonly output: Source;
}
