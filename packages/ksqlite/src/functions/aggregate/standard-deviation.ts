import { BIGINT, DOUBLE, type SqlType, struct } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import type { AggregateFunction } from '../aggregate-function.ts';
import { adderOf } from '../values/numbers/adder.ts';
import type { Whole } from '../values/numbers/whole.ts';

type State = readonly [sum: SqlValue, count: number, m2: number];

/** How far two halves' means are apart when they are merged, and what is made of M2 over n - 1 in the end. */
interface Flavour {
  readonly apart: (type: SqlType, a: State, b: State) => number;
  readonly finish: (variance: number) => number;
}

/** How far a value is from the sum of the others, scaled by the count (Youngs and Cramer). */
type Delta = (value: SqlValue, count: number, sum: SqlValue) => number;

const deltaOfDoubles: Delta = (value, count, sum) => (value as number) * (count + 1) - (sum as number);

/** It overflows as a long does. */
const deltaOfWhole: Delta = (value, count, sum) => {
  if (typeof value === 'number' && typeof sum === 'number') {
    const apart = value * (count + 1) - sum;
    if (Math.abs(apart) + Math.abs(sum) < 2 ** 53) return apart;
  }
  return asLong(BigInt(value as Whole) * BigInt(count + 1) - BigInt(sum as Whole));
};

const asLong = (value: bigint): number => Number(BigInt.asIntN(64, value));

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
      const delta = type.kind === 'DOUBLE' ? deltaOfDoubles : deltaOfWhole;
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
          const apart = flavour.apart(type, a as State, b as State);
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

const meanOf = ([sum, count]: State): number => Number(sum) / count;
const wholeMeanOf = ([sum, count]: State): bigint => BigInt(sum as Whole) / BigInt(count);

/**
 * aggregate-functions.md#stddev_samp, deprecated there: it gives the variance, and merges whole numbers' means cut to
 * whole numbers. Kept as it is, for those who have it in their statements.
 */
export const stddevSamp = deviation('STDDEV_SAMP', 'The sample variance, in spite of its name.', {
  apart: (type, a, b) =>
    type.kind === 'DOUBLE' ? meanOf(a) - meanOf(b) : asLong(wholeMeanOf(a) - wholeMeanOf(b)),
  finish: (variance) => variance,
});

/** aggregate-functions.md#stddev_sample: 0 for fewer than two values. */
export const stddevSample = deviation('STDDEV_SAMPLE', 'The sample standard deviation.', {
  apart: (_type, a, b) => meanOf(a) - meanOf(b),
  finish: Math.sqrt,
});
