import { BIGINT, DOUBLE, struct } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import type { AggregateFunction } from '../aggregate-function.ts';

type Sums = readonly [x: number, y: number, xx: number, yy: number, xy: number, count: number];

const NAMES = ['X_SUM', 'Y_SUM', 'X_SQUARED_SUM', 'Y_SQUARED_SUM', 'XY_SUM'];
const STATE = struct([...NAMES.map((name) => ({ name, type: DOUBLE })), { name: 'COUNT', type: BIGINT }]);
const NOTHING: Sums = [0, 0, 0, 0, 0, 0];

function plus([x, y, xx, yy, xy, count]: Sums, [x2, y2, xx2, yy2, xy2, count2]: Sums, sign: 1 | -1): Sums {
  return [
    x + sign * x2,
    y + sign * y2,
    xx + sign * xx2,
    yy + sign * yy2,
    xy + sign * xy2,
    count + sign * count2,
  ];
}

/** What one row adds; nothing where either value is NULL. */
function sumsOf([x = null, y = null]: readonly SqlValue[]): Sums {
  if (x === null || y === null) return NOTHING;
  const [a, b] = [Number(x), Number(y)];
  return [a, b, a * a, b * b, a * b, 1];
}

const KINDS = new Set(['INTEGER', 'BIGINT', 'DOUBLE']);

/** aggregate-functions.md#correlation: of two columns of one type; NaN where a column does not vary. */
export const correlation: AggregateFunction = {
  name: 'CORRELATION',
  description: 'Pearson’s correlation coefficient of two columns.',
  signatures: ['INT', 'BIGINT', 'DOUBLE'].map((type) => `CORRELATION(x ${type}, y ${type})`),
  bind: (args) => {
    const [x, y] = args.map(({ type }) => type?.kind);
    if (args.length !== 2 || x === undefined || x !== y || !KINDS.has(x)) return undefined;
    return {
      stateType: STATE,
      returns: DOUBLE,
      initial: NOTHING,
      add: (state, values) => plus(state as Sums, sumsOf(values), 1),
      merge: (a, b) => plus(a as Sums, b as Sums, 1),
      undo: (state, values) => plus(state as Sums, sumsOf(values), -1),
      result: (state) => {
        const [sumX, sumY, sumXX, sumYY, sumXY, count] = state as Sums;
        return (
          (count * sumXY - sumX * sumY) /
          Math.sqrt((count * sumXX - sumX * sumX) * (count * sumYY - sumY * sumY))
        );
      },
    };
  },
};
