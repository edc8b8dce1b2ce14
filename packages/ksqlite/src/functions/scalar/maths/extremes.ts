import { compareValues } from '../../../types/compare-values.ts';
import {
  BIGINT,
  BYTES,
  DATE,
  DOUBLE,
  decimal as decimalType,
  INTEGER,
  type SqlType,
  STRING,
  TIME,
  TIMESTAMP,
} from '../../../types/sql-type.ts';
import type { SqlValue } from '../../../types/sql-value.ts';
import { defineScalar } from '../../signature/define-scalar.ts';
import {
  bigint,
  bytes,
  date,
  decimal,
  double,
  int,
  text,
  time,
  timestamp,
} from '../../signature/parameter.ts';
import { type AnyParameter, type Returns, type Variant, variadic } from '../../signature/variant.ts';
import { widestDecimal } from '../../values/numbers/decimal-type.ts';

/** The extreme of the arguments that are not NULL: the one with `sign` times the comparison above the others. */
function extreme(type: SqlType, sign: 1 | -1): (...values: SqlValue[]) => SqlValue {
  const compare = compareValues(type);
  return (...values) => {
    let best: SqlValue = null;
    for (const value of values) {
      if (value !== null && (best === null || sign * compare(value, best) > 0)) best = value;
    }
    return best;
  };
}

const one = (parameter: AnyParameter, type: SqlType, sign: 1 | -1, returns: Returns = type): Variant =>
  variadic([parameter], parameter, returns, () => extreme(type, sign));

const variants = (sign: 1 | -1): readonly Variant[] => [
  one(int, INTEGER, sign),
  one(bigint, BIGINT, sign),
  one(double, DOUBLE, sign),
  one(text, STRING, sign),
  one(bytes, BYTES, sign),
  one(date, DATE, sign),
  one(time, TIME, sign),
  one(timestamp, TIMESTAMP, sign),
  // differs: decimal-scale
  one(decimal, decimalType(38, 18), sign, ({ types }) => widestDecimal(types)),
];

/** scalar-functions.md#greatest: NULLs are skipped. Mixed INT and BIGINT is ambiguous there and here. */
export const greatest = defineScalar(
  'GREATEST',
  'MATHEMATICAL',
  'The highest value that is not NULL.',
  variants(1),
);

/** scalar-functions.md#least: NULLs are skipped. */
export const least = defineScalar(
  'LEAST',
  'MATHEMATICAL',
  'The lowest value that is not NULL.',
  variants(-1),
);
