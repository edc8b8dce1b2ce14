import { equalValues } from '../../types/equal-values.ts';
import { array, type SqlType } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import type { AggregateFunction, BoundAggregate } from '../aggregate-function.ts';
import type { FunctionContext } from '../scalar-function.ts';
import { distinctValues } from '../values/distinct-values.ts';
import { listChanges } from '../values/list-changes.ts';

type Values = readonly SqlValue[];

/** Settings of a server: how many values are kept at most; below 0: all, which is the default. */
export const COLLECT_LIST_LIMIT = 'ksql.functions.collect_list.limit';
export const COLLECT_SET_LIMIT = 'ksql.functions.collect_set.limit';

const collecting = (
  name: string,
  description: string,
  limitOf: (limits: NonNullable<FunctionContext['collectLimits']>) => number,
  of: (type: SqlType, limit: number) => Pick<BoundAggregate, 'add' | 'merge' | 'undo'>,
): AggregateFunction => ({
  name,
  description,
  signatures: [`${name}(col ANY)`],
  bind: (args, context) => {
    const limit =
      context?.collectLimits === undefined ? Number.POSITIVE_INFINITY : limitOf(context.collectLimits);
    const type = args[0]?.type;
    if (args.length !== 1 || type === undefined) return undefined;
    return {
      stateType: array(type),
      returns: array(type),
      initial: [],
      result: (state) => state,
      changes: listChanges(type),
      ...of(type, limit),
    };
  },
});

/**
 * aggregate-functions.md#collect_list: NULLs too, in order of arrival; what comes after `limit` values is ignored.
 */
export const collectList = collecting(
  'COLLECT_LIST',
  'All values of a column, in an array.',
  ({ list }) => list,
  (type, limit) => {
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
  },
);

/** aggregate-functions.md#collect_set: NULL is a value too; streams only. */
export const collectSet = collecting(
  'COLLECT_SET',
  'The distinct values of a column, in an array.',
  ({ set }) => set,
  (type, limit) => {
    const withValue = distinctValues(type);
    const add = (state: SqlValue, value: SqlValue): SqlValue =>
      (state as Values).length >= limit ? state : withValue(state as Values, value);
    return {
      add: (state, [value = null]) => add(state, value),
      merge: (a, b) => (b as Values).reduce(add, a),
      undo: undefined,
    };
  },
);
