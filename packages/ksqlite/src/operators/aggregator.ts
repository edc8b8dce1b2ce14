import type { BoundAggregate } from '../functions/aggregate-function.ts';
import type { StreamRecord } from '../runtime/stream-record.ts';
import { type SqlType, struct } from '../types/sql-type.ts';
import type { Row, SqlValue } from '../types/sql-value.ts';

/** One aggregate call of a statement: the function and how its arguments come from a record. */
export interface AggregateCall {
  readonly aggregate: BoundAggregate;
  readonly arguments: readonly ((record: StreamRecord) => SqlValue)[];
}

/** All aggregates of a statement as one: its state is a row, one value an aggregate. */
export interface Aggregator {
  /** A STRUCT of the aggregates' states, for the changelog's codec. */
  readonly stateType: SqlType;
  readonly stateTypes: readonly SqlType[];
  readonly initial: Row;
  add(state: Row, record: StreamRecord): Row;
  /** `a` is the earlier session. */
  merge(a: Row, b: Row): Row;
  result(state: Row): Row;
}

/** Of a table: a row can be taken out again. */
export interface UndoAggregator extends Aggregator {
  undo(state: Row, record: StreamRecord): Row;
}

/** @param calls aggregates that all have an `undo` */
export function undoAggregator(calls: readonly AggregateCall[]): UndoAggregator {
  return {
    ...aggregator(calls),
    undo: (state, record) =>
      calls.map(({ aggregate, arguments: values }, i) => {
        if (aggregate.undo === undefined) throw new Error('an aggregate without undo over a table');
        return aggregate.undo(
          state[i] as SqlValue,
          values.map((argument) => argument(record)),
        );
      }),
  };
}

const NO_VALUES: readonly SqlValue[] = Object.freeze([]);

function valuesOf(
  values: readonly ((record: StreamRecord) => SqlValue)[],
  record: StreamRecord,
): readonly SqlValue[] {
  const count = values.length;
  // COUNT(*) has none
  if (count === 0) return NO_VALUES;
  const list = new Array<SqlValue>(count);
  for (let i = 0; i < count; i++) list[i] = (values[i] as (record: StreamRecord) => SqlValue)(record);
  return list;
}

export function aggregator(calls: readonly AggregateCall[]): Aggregator {
  const count = calls.length;
  const aggregates = calls.map((call) => call.aggregate);
  return {
    stateType: struct(aggregates.map((aggregate, i) => ({ name: `S${i}`, type: aggregate.stateType }))),
    stateTypes: aggregates.map((aggregate) => aggregate.stateType),
    initial: aggregates.map((aggregate) => aggregate.initial),
    add: (state, record) => {
      const next = new Array<SqlValue>(count);
      for (let i = 0; i < count; i++) {
        const call = calls[i] as AggregateCall;
        next[i] = call.aggregate.add(state[i] as SqlValue, valuesOf(call.arguments, record));
      }
      return next;
    },
    merge: (a, b) =>
      aggregates.map((aggregate, i) => {
        if (aggregate.merge === undefined) throw new Error('an aggregate without merge in a session window');
        return aggregate.merge(a[i] as SqlValue, b[i] as SqlValue);
      }),
    result: (state) => aggregates.map((aggregate, i) => aggregate.result(state[i] as SqlValue)),
  };
}
