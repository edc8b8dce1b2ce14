import type { Big } from 'big.js';

/**
 * A DECIMAL in plain digits, all of its type's scale written out (`BigDecimal.toPlainString`): `12.50`. Big writes no
 * sign on zero.
 */
export const decimalText = (value: Big, scale: number): string => value.toFixed(scale);

/** Up to this scale no value is written with an exponent. */
const PLAIN_SCALE = 6;

/**
 * A DECIMAL as JSON has it (Jackson writes `BigDecimal.toString`): in plain digits, but with an exponent where more than five zeros
 * would follow the point in front of the first digit: `0E-10`, `1.50E-8`.
 */
export function decimalJson(value: Big, scale: number): string {
  const text = value.toFixed(scale);
  if (scale <= PLAIN_SCALE) return text;
  const isZero = value.c[0] === 0;
  if (!isZero && value.e >= -PLAIN_SCALE) return text;
  const digits = text.replace(/^-?0\.0*/, '');
  if (digits === '') return `0E-${scale}`;
  const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
  return `${text.startsWith('-') ? '-' : ''}${digits[0]}${fraction}E-${scale - digits.length + 1}`;
}
