import { DOUBLE } from '../../../types/sql-type.ts';
import { defineScalar } from '../../signature/define-scalar.ts';
import { strict, strictTyped } from '../../signature/variant.ts';

/** scalar-functions.md#pi */
export const pi = defineScalar('PI', 'MATHEMATICAL', 'π.', [strict([], DOUBLE, () => Math.PI)]);

/** scalar-functions.md#random: from 0 up to, not including, 1; of the context's randomness. */
export const random = defineScalar('RANDOM', 'MATHEMATICAL', 'A random number from 0 to below 1.', [
  strictTyped(
    [],
    DOUBLE,
    ({ context }) =>
      () =>
        context.random(),
  ),
]);
