import { BIGINT, DOUBLE, struct } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import type { AggregateFunction } from '../aggregate-function.ts';
import { adderOf } from '../values/numbers/adder.ts';

type State = readonly [sum: SqlValue, count: number];

/** aggregate-functions.md#avg: a DOUBLE; 0 where there is nothing to average. An INT's sum overflows as SUM does. */
export const average: AggregateFunction = {
  name: 'AVG',
  description: 'The average of the values that are not NULL.',
  signatures: ['AVG(val INT)', 'AVG(val BIGINT)', 'AVG(val DOUBLE)'],
  bind: (args) => {
    const type = args[0]?.type;
    const adder = type && adderOf(type);
    if (args.length !== 1 || type === undefined || adder === undefined || type.kind === 'DECIMAL')
      return undefined;
    return {
      stateType: struct([
        { name: 'SUM', type },
        { name: 'COUNT', type: BIGINT },
      ]),
      returns: DOUBLE,
      initial: [adder.zero, 0],
      add: (state, [value = null]) => {
        if (value === null) return state;
        const [sum, count] = state as State;
        return [adder.add(sum, value), count + 1];
      },
      merge: (a, b) => {
        const [sumA, countA] = a as State;
        const [sumB, countB] = b as State;
        return [adder.add(sumA, sumB), countA + countB];
      },
      undo: (state, [value = null]) => {
        if (value === null) return state;
        const [sum, count] = state as State;
        return [adder.subtract(sum, value), count - 1];
      },
      result: (state) => {
        const [sum, count] = state as State;
        return count === 0 ? 0 : Number(sum) / count;
      },
    };
  },
};
