import { Big } from 'big.js';
import { DeserializationError } from '../../codec.ts';

/** Numbers of more bytes fit no DECIMAL, and would take long to be written as digits. */
const MOST_BYTES = 256;
/** Up to so many bytes a number is exact. */
const NUMBER_BYTES = 6;
const FURTHEST_SCALE = 10_000;

/** The number of a two's complement in big-endian order with so many digits behind the point (`Decimal.toLogical`). */
export function readDecimal(bytes: Buffer, scale: number): Big {
  const { length } = bytes;
  if (length === 0) throw new DeserializationError('Zero length BigInteger');
  if (length > MOST_BYTES) throw new DeserializationError(`A decimal of ${length} bytes`);
  if (Math.abs(scale) > FURTHEST_SCALE) throw new DeserializationError(`A decimal with a scale of ${scale}`);
  const unscaled = length <= NUMBER_BYTES ? bytes.readIntBE(0, length) : longNumber(bytes);
  return new Big(`${unscaled}e${-scale}`);
}

function longNumber(bytes: Buffer): bigint {
  return BigInt.asIntN(8 * bytes.length, BigInt(`0x${bytes.toString('hex')}`));
}
