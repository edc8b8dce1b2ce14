import { compareValues, isComparable } from '../../types/compare-values.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import type { AggregateFunction } from '../aggregate-function.ts';

const TYPES = ['INT', 'BIGINT', 'DOUBLE', 'DECIMAL', 'DATE', 'TIME', 'TIMESTAMP', 'STRING', 'BYTES'];

function extreme(name: string, description: string, sign: 1 | -1): AggregateFunction {
  return {
    name,
    description,
    signatures: TYPES.map((type) => `${name}(val ${type})`),
    bind: (args) => {
      const type = args[0]?.type;
      if (args.length !== 1 || type === undefined || type.kind === 'BOOLEAN' || !isComparable(type))
        return undefined;
      const compare = compareValues(type);
      const better = (a: SqlValue, b: SqlValue): SqlValue => {
        if (a === null) return b;
        return b === null || sign * compare(b, a) <= 0 ? a : b;
      };
      return {
        stateType: type,
        returns: type,
        initial: null,
        add: (state, [value = null]) => better(state, value),
        merge: better,
        // What the second best was is not known, so a table's old row cannot be taken out.
        undo: undefined,
        result: (state) => state,
      };
    },
  };
}

/** aggregate-functions.md#max: NULLs are skipped; streams only. */
export const max = extreme('MAX', 'The highest value that is not NULL.', 1);

/** aggregate-functions.md#min: NULLs are skipped; streams only. */
export const min = extreme('MIN', 'The lowest value that is not NULL.', -1);
