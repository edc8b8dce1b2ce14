import type { Source } from '../metastore/source.ts';
import type { OperatorGraph, WriteRow } from '../operators/operator.ts';
import type { Sink } from '../plan/plan-node.ts';
import type { StepContext } from './step-problem.ts';

/** What a running task gives to its operators. */
export interface TaskContext extends StepContext {
  /** Writes a record to the sub-topology's output. */
  readonly write: WriteRow;
}

/**
 * What a stream's key is whose columns are all null. `made`: a key of nulls, which PARTITION BY makes even of nothing. `own`:
 * what the record's own key was, that or none. `none`: no key; of a join, differs: null-keys.
 */
export type NullKeys = 'made' | 'own' | 'none';

/**
 * A piece of a query between topics: it reads inputs that are partitioned alike, and writes one output. Most queries are
 * one; each repartition adds one before.
 */
export interface SubTopology {
  /** Unique within the query; names its state and its offsets. */
  readonly name: string;
  /** In the order of the FROM clause. */
  readonly inputs: readonly Source[];
  /**
   * One task reads all partitions of all inputs, which need not be partitioned alike: rows are joined that lie in different
   * partitions. Everything runs in one process: a repartition would only write them once more.
   */
  readonly gathers: boolean;
  readonly output: Source;
  /** default: `none` */
  readonly nullKeys?: NullKeys;
  /** Makes the operators of one partition. */
  readonly start: (context: TaskContext) => OperatorGraph;
}

/** A query that can be run. */
export interface QueryTopology {
  /** What it was made of. */
  readonly plan: Sink;
  /** Upstream first; the last one writes `output`. */
  readonly subTopologies: readonly SubTopology[];
  readonly output: Source;
}

/** A query whose rows go to a client. */
export interface TransientTopology {
  /** Upstream first. */
  readonly before: readonly SubTopology[];
  readonly main: Omit<SubTopology, 'output'>;
}

/** The last sub-topology of every query. */
export const MAIN = 'main';
