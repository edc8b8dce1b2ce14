import type { Big } from 'big.js';

/** A DECIMAL in plain digits, all of its type's scale written out (`BigDecimal.toPlainString`): `12.50`. */
export function decimalText(value: Big, scale: number): string {
  const text = value.toFixed(scale);
  return value.s < 0 && value.c[0] === 0 && text.startsWith('-') ? text.slice(1) : text;
}
