import type { Big } from 'big.js';

/** A number of so many digits is exact. */
const NUMBER_DIGITS = 14;

/** `BigDecimal.setScale(scale).unscaledValue().toByteArray()`: two's complement, big-endian, no byte more than needed. */
export function decimalBytes(value: Big, scale: number): Buffer {
  const digits = value.e + 1 + scale;
  if (value.c[0] === 0) return Buffer.of(0);
  if (digits > NUMBER_DIGITS) return bigBytes(BigInt(value.times(`1e${scale}`).toFixed(0)));
  let unscaled = 0;
  for (let i = 0; i < digits; i++) unscaled = unscaled * 10 + (value.c[i] ?? 0);
  return numberBytes(value.s < 0 ? -unscaled : unscaled);
}

function numberBytes(value: number): Buffer {
  let size = 1;
  for (let limit = 0x80; value >= limit || value < -limit; limit *= 0x100) size++;
  const bytes = Buffer.allocUnsafe(size);
  bytes.writeIntBE(value, 0, size);
  return bytes;
}

function bigBytes(value: bigint): Buffer {
  let size = 1;
  while (BigInt.asIntN(8 * size, value) !== value) size++;
  return Buffer.from(
    BigInt.asUintN(8 * size, value)
      .toString(16)
      .padStart(2 * size, '0'),
    'hex',
  );
}
