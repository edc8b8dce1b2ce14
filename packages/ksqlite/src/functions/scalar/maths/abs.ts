import { BIGINT, DOUBLE, INTEGER } from '../../../types/sql-type.ts';
import { defineScalar } from '../../signature/define-scalar.ts';
import { bigint, decimal, double, int } from '../../signature/parameter.ts';
import { strict, typeOfArgument } from '../../signature/variant.ts';
import { wholeFromBigInt } from '../../values/numbers/whole.ts';

/** scalar-functions.md#abs: of the argument's type. The lowest INT and BIGINT stay as they are, as in Java. */
export const abs = defineScalar('ABS', 'MATHEMATICAL', 'The absolute value.', [
  strict([int], INTEGER, (value) => (value < 0 ? -value | 0 : value)),
  strict([bigint], BIGINT, (value) => {
    if (value >= 0) return value;
    return typeof value === 'number' ? -value : wholeFromBigInt(-value);
  }),
  strict([double], DOUBLE, (value) => Math.abs(value)),
  strict([decimal], typeOfArgument(0), (value) => value.abs()),
]);
