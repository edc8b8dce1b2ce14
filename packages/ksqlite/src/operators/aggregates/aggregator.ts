import type { Evaluate } from '../../expressions/compiled.ts';
import type { BoundAggregate } from '../../functions/aggregate-function.ts';
import type { StreamRecord } from '../../runtime/stream-record.ts';
import type { RowChanges } from '../../state/codecs/row-codec.ts';
import { type SqlType, struct } from '../../types/sql-type.ts';
import type { Row, SqlValue } from '../../types/sql-value.ts';
import type { OnError } from '../operator-metrics.ts';
import { stateChanges } from './state-changes.ts';

/** One aggregate call of a statement: the function and how its arguments come from a record. */
export interface AggregateCall {
  /** For reports. */
  readonly name: string;
  readonly aggregate: BoundAggregate;
  readonly arguments: readonly Evaluate[];
}

/**
 * All aggregates of a statement as one: its state is a row, one value an aggregate. An argument that fails is reported
 * and NULL, as in ksqlDB. `add`, `undo` and `merge` throw what a function throws (a SUM that outgrows its DECIMAL).
 */
export interface Aggregator {
  /** A STRUCT of the aggregates' states, for the changelog's codec. */
  readonly stateType: SqlType;
  readonly stateTypes: readonly SqlType[];
  /** Of a row that holds the state alone, where it may grow. */
  readonly stateChanges: RowChanges | undefined;
  readonly initial: Row;
  add(state: Row, record: StreamRecord): Row;
  /** The state of the earliest session that a record joins, before others are merged into it. */
  reopen(state: Row): Row;
  /** `a` is the earlier session. Throws too for aggregates that have no `merge`. */
  merge(a: Row, b: Row): Row;
  /** Of a table: takes a row out again. Throws too for aggregates that have no `undo`. */
  undo(state: Row, record: StreamRecord): Row;
  /** The group's columns, then one value an aggregate. */
  rowOf(group: Row, state: Row): Row;
}

const NO_VALUES: readonly SqlValue[] = Object.freeze([]);

export function aggregator(calls: readonly AggregateCall[], onError: OnError): Aggregator {
  const count = calls.length;
  const aggregates = calls.map((call) => call.aggregate);
  const valuesOf = (call: AggregateCall, record: StreamRecord): readonly SqlValue[] => {
    const { length } = call.arguments;
    // COUNT(*) has none
    if (length === 0) return NO_VALUES;
    const values = new Array<SqlValue>(length);
    for (let i = 0; i < length; i++) {
      try {
        values[i] = (call.arguments[i] as Evaluate)(record);
      } catch (error) {
        onError(error, call.name, record);
        values[i] = null;
      }
    }
    return values;
  };
  return {
    stateType: struct(aggregates.map((aggregate, i) => ({ name: `S${i}`, type: aggregate.stateType }))),
    stateTypes: aggregates.map((aggregate) => aggregate.stateType),
    stateChanges: stateChanges(aggregates),
    initial: aggregates.map((aggregate) => aggregate.initial),
    add: (state, record) => {
      const next = new Array<SqlValue>(count);
      for (let i = 0; i < count; i++) {
        const call = calls[i] as AggregateCall;
        next[i] = call.aggregate.add(state[i] as SqlValue, valuesOf(call, record));
      }
      return next;
    },
    undo: (state, record) =>
      calls.map((call, i) => {
        if (call.aggregate.undo === undefined) throw new Error('an aggregate without undo over a table');
        return call.aggregate.undo(state[i] as SqlValue, valuesOf(call, record));
      }),
    reopen: aggregates.some(({ reopen }) => reopen !== undefined)
      ? (state) => aggregates.map(({ reopen }, i) => reopen?.(state[i] as SqlValue) ?? (state[i] as SqlValue))
      : (state) => state,
    merge: (a, b) =>
      aggregates.map((aggregate, i) => {
        if (aggregate.merge === undefined) throw new Error('an aggregate without merge in a session window');
        return aggregate.merge(a[i] as SqlValue, b[i] as SqlValue);
      }),
    rowOf: (group, state) => {
      const width = group.length;
      const row = new Array<SqlValue>(width + count);
      for (let i = 0; i < width; i++) row[i] = group[i] as SqlValue;
      for (let i = 0; i < count; i++)
        row[width + i] = (aggregates[i] as BoundAggregate).result(state[i] as SqlValue);
      return row;
    },
  };
}
