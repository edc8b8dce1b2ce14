import { BIGINT, DOUBLE, INTEGER } from '../../../types/sql-type.ts';
import type { ScalarFunction } from '../../scalar-function.ts';
import { defineScalar } from '../../signature/define-scalar.ts';
import { bigint, decimal, double, int } from '../../signature/parameter.ts';
import { strict, typeOfArgument } from '../../signature/variant.ts';
import { DOWN, roundTo, UP } from '../../values/numbers/rounding.ts';

const ofWholes = [strict([int], INTEGER, (value) => value), strict([bigint], BIGINT, (value) => value)];

/** scalar-functions.md#ceil: of the argument's type, scale and all. */
export const ceil: ScalarFunction = defineScalar(
  'CEIL',
  'MATHEMATICAL',
  'The lowest whole number not below.',
  [
    ...ofWholes,
    strict([double], DOUBLE, (value) => Math.ceil(value)),
    strict([decimal], typeOfArgument(0), (value) => roundTo(value, 0, value.gt(0) ? UP : DOWN)),
  ],
);

/** scalar-functions.md#floor */
export const floor: ScalarFunction = defineScalar(
  'FLOOR',
  'MATHEMATICAL',
  'The highest whole number not above.',
  [
    ...ofWholes,
    strict([double], DOUBLE, (value) => Math.floor(value)),
    strict([decimal], typeOfArgument(0), (value) => roundTo(value, 0, value.gt(0) ? DOWN : UP)),
  ],
);

/** scalar-functions.md#sign: NaN has none, which Java's cast makes 0. */
const signOf = (value: number | bigint): number => (value > 0 ? 1 : value < 0 ? -1 : 0);

export const sign: ScalarFunction = defineScalar('SIGN', 'MATHEMATICAL', '1, 0 or -1.', [
  strict([int], INTEGER, signOf),
  strict([bigint], INTEGER, signOf),
  strict([double], INTEGER, signOf),
]);
