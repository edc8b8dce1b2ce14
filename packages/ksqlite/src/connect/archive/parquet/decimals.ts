import type { DataSchema } from '../../data.ts';
import type { SchemaElement } from './parquet-package.ts';

/** What readers take at most: 16 bytes. */
const MOST_DIGITS = 38;

/** Connect's Decimal in Parquet. Without `connect.decimal.precision` it has as many digits as there can be. */
export function decimalOf({ parameters = {} }: DataSchema): {
  readonly element: Omit<SchemaElement, 'name'>;
  /** The first unscaled number that has too many digits. */
  readonly limit: bigint;
} {
  const scale = Number(parameters.scale ?? 0);
  const precision = Number(parameters['connect.decimal.precision'] ?? MOST_DIGITS);
  if (!(precision >= 1 && precision <= MOST_DIGITS && scale >= 0 && scale <= precision))
    throw new Error(
      `a DECIMAL of ${precision} digits, ${scale} behind the point, is not one that readers of Parquet take: at most ${MOST_DIGITS}`,
    );
  const limit = 10n ** BigInt(precision);
  let bytes = 1;
  while (BigInt.asIntN(bytes * 8, limit) !== limit) bytes++;
  return {
    element: {
      type: 'FIXED_LEN_BYTE_ARRAY',
      type_length: Math.min(bytes, 16),
      converted_type: 'DECIMAL',
      precision,
      scale,
    },
    limit,
  };
}

/** Of two's complement, the first byte the greatest. */
export function bigintOf(bytes: Uint8Array): bigint {
  if (bytes.length === 0) return 0n;
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');
  return BigInt.asIntN(bytes.length * 8, BigInt(`0x${hex}`));
}
