import type { AggregateFunction } from '../aggregate-function.ts';
import { adderOf } from '../values/numbers/adder.ts';

/**
 * aggregate-functions.md#sum: of the column's own type; NULLs are skipped. INTEGER and BIGINT overflow silently, a
 * DECIMAL refuses the record that would not fit.
 */
export const sum: AggregateFunction = {
  name: 'SUM',
  description: 'The sum of the values that are not NULL.',
  signatures: ['SUM(val INT)', 'SUM(val BIGINT)', 'SUM(val DOUBLE)', 'SUM(val DECIMAL)'],
  bind: (args) => {
    const type = args[0]?.type;
    const adder = type && adderOf(type);
    if (args.length !== 1 || type === undefined || adder === undefined) return undefined;
    return {
      stateType: type,
      returns: type,
      // differs: decimal-zero
      initial: adder.zero,
      add: (state, [value = null]) => (value === null ? state : adder.addChecked(state, value)),
      merge: adder.add,
      undo: (state, [value = null]) => (value === null ? state : adder.subtract(state, value)),
      result: (state) => state,
    };
  },
};
