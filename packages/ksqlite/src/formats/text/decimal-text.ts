import type { Big } from 'big.js';

/**
 * A DECIMAL in plain digits, all of its type's scale written out (`BigDecimal.toPlainString`): `12.50`. Big writes no
 * sign on zero.
 */
export const decimalText = (value: Big, scale: number): string => value.toFixed(scale);
