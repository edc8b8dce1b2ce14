import type { SqlType } from '../types/sql-type.ts';
import type { SqlValue } from '../types/sql-value.ts';
import type { FunctionContext, ValueArgument } from './scalar-function.ts';
import type { StateChanges } from './state-changes.ts';

/**
 * An aggregate bound to its argument types. Its state is a SqlValue of type `stateType`, so that every state can be
 * written to a changelog with the same codec as any row. State values are immutable: `add` returns a new one.
 */
export interface BoundAggregate {
  readonly stateType: SqlType;
  readonly returns: SqlType;
  /** The state before the first record. */
  readonly initial: SqlValue;
  /** Called for every record of the group, NULL arguments included (most aggregates skip them). */
  add(state: SqlValue, args: readonly SqlValue[]): SqlValue;
  /** Merges two sessions; `a` is the earlier one. Absent where ksqlDB has no session support for it. */
  readonly merge: ((a: SqlValue, b: SqlValue) => SqlValue) | undefined;
  /**
   * What becomes of a session's state when a record joins it, before others are merged into it: ksqlDB merges all of them into
   * a new state. Absent where that changes nothing.
   */
  readonly reopen?: (state: SqlValue) => SqlValue;
  /** Takes a table's old row out again (GROUP BY on a table). Absent where ksqlDB cannot (MIN, MAX, …). */
  readonly undo: ((state: SqlValue, args: readonly SqlValue[]) => SqlValue) | undefined;
  result(state: SqlValue): SqlValue;
  /** Of a state that grows with its group: how it is written. undefined: whole, at each change. */
  readonly changes?: StateChanges | undefined;
  /** Of a function of one's own: what a stored statement counts on. See `pinned-functions.ts`. */
  readonly contract?: string;
}

export interface AggregateFunction {
  readonly name: string;
  readonly description: string;
  /** The file of a function of one's own, where it is known. */
  readonly path?: string | undefined;
  readonly signatures: readonly string[];
  /**
   * undefined when no variant fits. `COUNT(*)` binds with no arguments. Literal arguments (the N of TOPK) are in
   * `args[i].literal`. The sequences of EARLIEST_BY_OFFSET and LATEST_BY_OFFSET start where the context says, so that
   * sessions from before a restart still merge in the order they were seen.
   */
  bind(args: readonly ValueArgument[], context?: FunctionContext): BoundAggregate | undefined;
}
