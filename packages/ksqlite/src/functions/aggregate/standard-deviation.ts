import { BIGINT, DOUBLE, type SqlType, struct } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import type { AggregateFunction } from '../aggregate-function.ts';
import { adderOf } from '../values/numbers/adder.ts';

type State = readonly [sum: SqlValue, count: number, m2: number];

/** How two halves' means are taken apart when they are merged, and what is made of M2 over n - 1 in the end. */
interface Flavour {
  readonly mean: (type: SqlType, sum: SqlValue, count: number) => number;
  readonly finish: (variance: number) => number;
}

/** How far a value is from the sum of the others, scaled by the count (Youngs and Cramer). */
const delta = (value: SqlValue, count: number, sum: SqlValue): number =>
  Number(value) * (count + 1) - Number(sum);

function deviation(name: string, description: string, flavour: Flavour): AggregateFunction {
  return {
    name,
    description,
    signatures: ['INT', 'BIGINT', 'DOUBLE'].map((type) => `${name}(val ${type})`),
    bind: (args) => {
      const type = args[0]?.type;
      const adder = type && adderOf(type);
      if (args.length !== 1 || type === undefined || adder === undefined || type.kind === 'DECIMAL')
        return undefined;
      return {
        stateType: struct([
          { name: 'SUM', type },
          { name: 'COUNT', type: BIGINT },
          { name: 'M2', type: DOUBLE },
        ]),
        returns: DOUBLE,
        initial: [adder.zero, 0, 0],
        add: (state, [value = null]) => {
          if (value === null) return state;
          const [sum, count, m2] = state as State;
          const total = adder.add(sum, value);
          return [
            total,
            count + 1,
            count === 0 ? m2 : m2 + delta(value, count, total) ** 2 / ((count + 1) * count),
          ];
        },
        merge: (a, b) => {
          const [sumA, countA, m2A] = a as State;
          const [sumB, countB, m2B] = b as State;
          const total = adder.add(sumA, sumB);
          if (countA === 0 || countB === 0) return [total, countA + countB, m2A + m2B];
          const apart = flavour.mean(type, sumA, countA) - flavour.mean(type, sumB, countB);
          return [total, countA + countB, m2A + m2B + (countA * countB * apart * apart) / (countA + countB)];
        },
        undo: (state, [value = null]) => {
          if (value === null) return state;
          const [sum, count, m2] = state as State;
          const left = count - 1;
          // ksqlDB measures the value against all there is, itself included, here as well.
          const apart = delta(value, count, adder.add(sum, value));
          return [adder.subtract(sum, value), left, left > 0 ? m2 - apart ** 2 / (left * count) : m2];
        },
        result: (state) => {
          const [, count, m2] = state as State;
          return count < 2 ? 0 : flavour.finish(m2 / (count - 1));
        },
      };
    },
  };
}

/**
 * aggregate-functions.md#stddev_samp, deprecated there: it gives the variance, and merges whole numbers' means cut to
 * whole numbers. Kept as it is, for those who have it in their statements.
 */
export const stddevSamp = deviation('STDDEV_SAMP', 'The sample variance, in spite of its name.', {
  mean: (type, sum, count) =>
    type.kind === 'DOUBLE' ? (sum as number) / count : Math.trunc(Number(sum) / count),
  finish: (variance) => variance,
});

/** aggregate-functions.md#stddev_sample: 0 for fewer than two values. */
export const stddevSample = deviation('STDDEV_SAMPLE', 'The sample standard deviation.', {
  mean: (_type, sum, count) => Number(sum) / count,
  finish: Math.sqrt,
});
