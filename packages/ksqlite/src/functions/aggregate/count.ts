import { BIGINT } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import type { AggregateFunction } from '../aggregate-function.ts';

const plus = (state: SqlValue, change: number): SqlValue => (state as number) + change;

/** aggregate-functions.md#count: of the rows, or of those whose column is not NULL. */
export const count: AggregateFunction = {
  name: 'COUNT',
  description: 'How many rows there are, or how many in which the column is not NULL.',
  signatures: ['COUNT(*)', 'COUNT(col ANY)'],
  bind: (args) => {
    if (args.length > 1) return undefined;
    const counts = (values: readonly SqlValue[]): boolean => args.length === 0 || values[0] !== null;
    return {
      stateType: BIGINT,
      returns: BIGINT,
      initial: 0,
      add: (state, values) => (counts(values) ? plus(state, 1) : state),
      merge: (a, b) => plus(a, b as number),
      undo: (state, values) => (counts(values) ? plus(state, -1) : state),
      result: (state) => state,
    };
  },
};
