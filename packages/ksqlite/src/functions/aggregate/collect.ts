import { equalValues } from '../../types/equal-values.ts';
import { array, type SqlType } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import type { AggregateFunction, BoundAggregate } from '../aggregate-function.ts';

type Values = readonly SqlValue[];

/** `ksql.functions.collect_list.limit` and `…collect_set.limit` as Confluent Cloud has them. */
const LIMIT = 1000;

const collecting = (
  name: string,
  description: string,
  of: (type: SqlType) => Pick<BoundAggregate, 'add' | 'merge' | 'undo'>,
): AggregateFunction => ({
  name,
  description,
  signatures: [`${name}(col ANY)`],
  bind: (args) => {
    const type = args[0]?.type;
    if (args.length !== 1 || type === undefined) return undefined;
    return {
      stateType: array(type),
      returns: array(type),
      initial: [],
      result: (state) => state,
      ...of(type),
    };
  },
});

/**
 * aggregate-functions.md#collect_list: NULLs too, in order of arrival; what comes after `limit` values is ignored.
 */
export const collectListLimitedTo = (limit: number): AggregateFunction =>
  collecting('COLLECT_LIST', 'All values of a column, in an array.', (type) => {
    const equal = equalValues(type);
    return {
      add: (state, [value = null]) => {
        const values = state as Values;
        return values.length >= limit ? state : [...values, value];
      },
      merge: (a, b) => [...(a as Values), ...(b as Values)].slice(0, limit),
      // Which of several equal values was the row's is not known; like ksqlDB we take the last.
      undo: (state, [value = null]) => {
        const values = state as Values;
        const at = values.findLastIndex((other) => equal(other, value));
        return at < 0 ? state : values.toSpliced(at, 1);
      },
    };
  });

/** aggregate-functions.md#collect_set: NULL is a value too; streams only. */
export const collectSetLimitedTo = (limit: number): AggregateFunction =>
  collecting('COLLECT_SET', 'The distinct values of a column, in an array.', (type) => {
    const equal = equalValues(type);
    const add = (state: SqlValue, value: SqlValue): SqlValue => {
      const values = state as Values;
      if (values.length >= limit || values.some((other) => equal(other, value))) return state;
      return [...values, value];
    };
    return {
      add: (state, [value = null]) => add(state, value),
      merge: (a, b) => (b as Values).reduce(add, a),
      undo: undefined,
    };
  });

export const collectList = collectListLimitedTo(LIMIT);
export const collectSet = collectSetLimitedTo(LIMIT);
