import type { Big } from 'big.js';
import { BIGINT, DOUBLE, decimal as decimalType } from '../../../types/sql-type.ts';
import { defineScalar } from '../../signature/define-scalar.ts';
import { bigint, decimal, double, int, required } from '../../signature/parameter.ts';
import { nullable, type Returns, strict, typeOfArgument } from '../../signature/variant.ts';
import { bigFromDouble, DOWN, roundHalvesUpwards, roundTo } from '../../values/numbers/rounding.ts';
import { wholeFromDouble } from '../../values/numbers/whole.ts';

/** A BigDecimal has no -0, so that ROUND(-0.4, 0) is 0. */
const fromBig = (value: Big): number => value.toNumber() + 0;

/** Without places a DECIMAL loses its fraction and with it the scale. */
const withoutScale: Returns = ({ types }) => {
  const type = types[0];
  return type?.kind === 'DECIMAL' ? decimalType(type.precision - type.scale, 0) : undefined;
};

/**
 * scalar-functions.md#round: halves go upwards (-1.5 → -1). A DOUBLE without places becomes a BIGINT; a DECIMAL with
 * places keeps its type, whatever the places (ksql issue 6235).
 */
export const round = defineScalar(
  'ROUND',
  'MATHEMATICAL',
  'Rounds to a number of decimal places, or to a whole.',
  [
    nullable([required(bigint)], BIGINT, (value) => value),
    nullable([required(int)], BIGINT, (value) => value),
    // `Math.floor(x + 0.5)` would lose the last bit of odd doubles from 2^52 on; `Math.round` is exact and upwards.
    strict([double], BIGINT, (value) => wholeFromDouble(Math.round(value))),
    strict([double, int], DOUBLE, (value, places) =>
      fromBig(roundHalvesUpwards(bigFromDouble(value), places)),
    ),
    strict([decimal], withoutScale, (value) => roundHalvesUpwards(value, 0)),
    strict([decimal, int], typeOfArgument(0), (value, places) => roundHalvesUpwards(value, places)),
  ],
);

/** scalar-functions.md#trunc: as ROUND, but towards zero. */
export const trunc = defineScalar(
  'TRUNC',
  'MATHEMATICAL',
  'Cuts to a number of decimal places, or to a whole.',
  [
    strict([bigint], BIGINT, (value) => value),
    strict([int], BIGINT, (value) => value),
    strict([double], BIGINT, (value) => wholeFromDouble(value)),
    strict([double, int], DOUBLE, (value, places) => fromBig(roundTo(bigFromDouble(value), places, DOWN))),
    strict([decimal], withoutScale, (value) => roundTo(value, 0, DOWN)),
    strict([decimal, int], typeOfArgument(0), (value, places) => roundTo(value, places, DOWN)),
  ],
);
