import { Big } from 'big.js';
import type { DecimalType } from '../../types/sql-type.ts';
import { DeserializationError } from '../codec.ts';

const BIG_DECIMAL = /^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,10})?$/;

/** `new BigDecimal(text)`: no blanks. Undefined where that throws. */
export function parseDecimal(text: string): Big | undefined {
  if (!BIG_DECIMAL.test(text)) return undefined;
  return unsignedZero(new Big(text.startsWith('+') ? text.slice(1) : text));
}

/** BigDecimal has no -0. */
export const unsignedZero = (value: Big): Big => (value.c[0] === 0 && value.s < 0 ? value.abs() : value);

/**
 * The value, if it is a value of the type as it stands: nothing is rounded on the way in (ksqlDB's
 * `DecimalUtil.ensureFit`).
 */
export function ensureFit(value: Big, type: DecimalType, path: string): Big {
  const { c: digits, e: exponent } = value;
  if (digits[0] === 0) return value;
  if (exponent >= type.precision - type.scale) {
    throw new DeserializationError(
      `Numeric field overflow: a field with precision ${type.precision} and scale ${type.scale} must round to an ` +
        `absolute value less than 10^${type.precision - type.scale}, path: ${path}`,
    );
  }
  if (digits.length - 1 - exponent > type.scale) {
    throw new DeserializationError(
      `Cannot fit decimal into DECIMAL(${type.precision}, ${type.scale}) without rounding, path: ${path}`,
    );
  }
  return value;
}
