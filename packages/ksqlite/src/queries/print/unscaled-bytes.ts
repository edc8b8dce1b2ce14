import type { Big } from 'big.js';

/** `BigDecimal.unscaledValue().toByteArray()`: two's complement, the high byte first, no byte more than it takes. */
export function unscaledBytes(value: Big, scale: number): Buffer {
  const unscaled = BigInt(value.times(`1e${scale}`).round(0, 0).toFixed());
  let length = 1;
  while (BigInt.asIntN(8 * length, unscaled) !== unscaled) length++;
  const bits = BigInt.asUintN(8 * length, unscaled).toString(16);
  return Buffer.from(bits.padStart(2 * length, '0'), 'hex');
}
