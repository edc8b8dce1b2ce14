import { Big } from 'big.js';
import { type DecimalType, formatType } from '../../types/sql-type.ts';
import { EvaluationError } from '../errors/evaluation-error.ts';

/**
 * A decimal rounded half up to a type's scale. Throws EvaluationError when it has more digits before the point than
 * the type; rounding may still carry into one more, and is let pass, as in ksqlDB (DecimalUtil.cast).
 */
export function fitted(value: Big, type: DecimalType): Big {
  assertWithin(value, type);
  return value.round(type.scale, Big.roundHalfUp);
}

/** A decimal that fits a type as it is. Throws EvaluationError when it does not (DecimalUtil.ensureFit). */
export function fittedExactly(value: Big, type: DecimalType): Big {
  assertWithin(value, type);
  if (!value.round(type.scale, Big.roundDown).eq(value)) {
    throw new EvaluationError(`${shown(value)} does not fit ${formatType(type)} without rounding`);
  }
  return value;
}

function assertWithin(value: Big, type: DecimalType): void {
  // `e` is the exponent of the first digit: 0 for 1 to 9.
  if (value.c[0] !== 0 && value.e >= type.precision - type.scale) {
    throw new EvaluationError(`${shown(value)} has too many digits for ${formatType(type)}`);
  }
}

/** In full where that is short: `1e999999999` is not written out. */
const shown = (value: Big): string => (Math.abs(value.e) > 1_000 ? value.toString() : value.toFixed());
