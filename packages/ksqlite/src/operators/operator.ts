import type { StreamRecord, WindowBounds } from '../runtime/stream-record.ts';
import type { MapKey } from '../state/codecs/map-key.ts';
import type { StateContext } from '../state/state-context.ts';
import type { SqlValue } from '../types/sql-value.ts';
import type { OnDropped, OnError, OperatorMetrics } from './operator-metrics.ts';
import type { TableChange } from './tables/table-change.ts';

/*
 * The one contract of all operators.
 *
 * An operator belongs to one task: one partition of one sub-topology. It is made by a function of three arguments:
 *
 *     operator(context, options, output)
 *
 * - `context`: what it may use of the world (`OperatorContext`). It reads no clock and no topic besides.
 * - `options`: what the plan says, plain data and compiled expressions.
 * - `output`: where its results go. So operators are made downstream first.
 *
 * It gives one receiver for each of its inputs. A receiver is called with one record (or one change of a table) at a
 * time, does all that follows from it, calls `output` for each result, and returns. Nothing is asynchronous.
 *
 * What must stay true:
 * - A receiver never throws because of a record. An expression that fails is reported to `context.onError`, and its
 *   value is NULL, or the record is left out; the operator says which. What it throws is a defect, and ends the query.
 * - All state is in stores that write to `context.changelog`: an operator that is made again from its changelogs gives
 *   the same results as one that was never stopped.
 * - Order: results of one record leave before the next record comes in; an operator never holds back a result but
 *   where time decides (EMIT FINAL, unmatched records of outer joins).
 *
 * The shape is that of Kafka Streams' Processor (process, punctuate by stream time, forward), without its registry.
 */

/** Takes records, or changes of a table, one at a time. */
export type Receiver<T> = (item: T) => void;

/** Where an operator's results go: a function, because calling one costs less than finding a method of many classes. */
export type Output<T> = (item: T) => void;

/** What an operator may use of the world. */
export interface OperatorContext extends StateContext {
  /** An expression failed on a record: ksqlDB logs it and continues with NULL, or without the record. */
  readonly onError: OnError;
  /** A record was left out for what it is: it has no key, or it is late. */
  readonly onDropped: OnDropped;
  /** A record that makes many may leave some of them for later. undefined: all is made in one go. */
  readonly lots?: Lots | undefined;
}

/** What a task has still to do for records that it has taken. */
export interface Lots {
  /** So many rows may be made in one go. */
  readonly rows: number;
  /**
   * A commit may come in between, and a restart: whoever leaves something for later keeps in its changelog what that is. Of a
   * client's query nothing outlives the process.
   */
  readonly kept: boolean;
  /** Whether there is none: what a record makes would overtake it otherwise. */
  isEmpty(): boolean;
  /** The headers that go with what is made of the record at hand. */
  headers(): StreamRecord['headers'];
  /** @param headers default: those of the record at hand */
  add(lot: Lot, headers?: StreamRecord['headers']): void;
}

/** What is left of one record. */
export interface Lot {
  /** Rows that are still to be made. */
  left(): number;
  /** Makes `Lots.rows` of them at most. @returns how many */
  run(): number;
}

/** What every operator gives. */
export interface Operator {
  /** Counted since the task was started. */
  readonly metrics: OperatorMetrics;
  /**
   * Stream time moves to `streamTime` without a record: windows that close by it are reported, and unmatched records of
   * outer joins. Does nothing in operators for which time decides nothing, nor when stream time is later already.
   *
   * @param streamTime ms since the epoch
   */
  advance(streamTime: number): void;
  /**
   * The stream time at which the next of what waits for its time leaves: a window of EMIT FINAL, a record without a match. Infinity:
   * nothing waits.
   */
  nextDue?(): number;
  /**
   * A cycle has read all that there is up to its frontier: what waited for that is written. Only joins on a foreign key wait.
   * Nothing may wait over the end of a cycle: it is not in the changelog. All records of a cycle are processed right before,
   * as if they were one.
   */
  settle?(): void;
}

/** An operator with one input. */
export interface OneInput<T = StreamRecord> extends Operator {
  readonly receive: Receiver<T>;
}

/** An operator with two inputs. */
export interface TwoInputs<T = StreamRecord> extends Operator {
  readonly left: Receiver<T>;
  readonly right: Receiver<T>;
}

/**
 * A table's rows as they are now, as changes from nothing: those of a key, or all. Of a windowed table a key has a row a
 * window. Valid until the operator's next record.
 */
export interface KeptRows extends ListsKeys {
  (key: MapKey | undefined): Iterable<TableChange>;
}

/** Of rows that can be gone through in lots, with records in between: the keys first, then the rows of each. */
interface ListsKeys {
  /**
   * Keys of which there are rows, each once, without reading the rows; valid until the operator's next record. undefined:
   * they can't be told without the rows.
   */
  readonly keys?: (() => Iterable<MapKey>) | undefined;
}

/** An operator whose output is a table that it keeps. */
export interface KeepsRows {
  readonly rows: KeptRows;
}

/** An operator whose output is a table that it does not keep: its rows are made of its input's, when they are asked for. */
export interface DerivesRows {
  rowsOf(input: KeptRows): KeptRows;
}

/**
 * Writes a record to the sub-topology's output.
 *
 * @param row its key columns, then its value columns; for a tombstone the key columns are enough
 * @param ts ms since the epoch
 * @param partition the partition that it was made in
 */
export type WriteRow = (
  row: readonly SqlValue[],
  tombstone: boolean,
  ts: number,
  partition: number,
  window: WindowBounds | undefined,
) => void;

/** Gives the current rows of a key, or all, to `write`, as the sub-topology's output has them. */
export interface OutputRows extends ListsKeys {
  (key: MapKey | undefined, write: WriteRow): void;
}

/** Rows whose keys can be listed. */
export const listing = <Rows extends (key: MapKey | undefined, write: WriteRow) => unknown>(
  rows: Rows,
  keys: ListsKeys['keys'],
): Rows & ListsKeys => Object.assign(rows, { keys });

/** The operators of one task, connected. */
export interface OperatorGraph {
  /** A receiver for each input of the sub-topology. */
  readonly inputs: readonly Receiver<StreamRecord>[];
  /** Upstream first: the order in which they are told of time. */
  readonly operators: readonly Operator[];
  /** The current rows of its output, where that is a table. */
  readonly rows?: OutputRows;
}

/** A graph with one operator more, behind all others. */
export const endingWith = <Graph extends OperatorGraph>(graph: Graph, operator: Operator): Graph => ({
  ...graph,
  operators: [...graph.operators, operator],
});

/** For operators for which time decides nothing. */
export const TIMELESS = (): void => undefined;
