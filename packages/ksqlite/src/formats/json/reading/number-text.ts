import { type Whole, wholeFromBigInt } from '../../../functions/values/numbers/whole.ts';
import { DeserializationError } from '../../codec.ts';

/** A JSON number taken apart: value = ±digits × 10^-scale. */
interface Parts {
  readonly negative: boolean;
  readonly digits: string;
  readonly scale: number;
}

/** A BigDecimal's scale is an int. */
const MOST_SCALE = 2 ** 31 - 1;

const JSON_NUMBER = /^(-?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?$/;

function partsOf(text: string): Parts {
  const [, sign, whole = '0', fraction = '', exponent = '0'] = JSON_NUMBER.exec(text) ?? [];
  const scale = fraction.length - Number(exponent);
  if (Math.abs(scale) > MOST_SCALE)
    throw new DeserializationError('The exponent of a number is out of range');
  return { negative: sign === '-', digits: whole + fraction, scale };
}

/**
 * The number cut to its whole part and wrapped into 64 bits: what `BigInteger.longValue` and `BigDecimal.longValue`
 * give.
 */
export function wholeOfText(text: string): Whole {
  const { negative, digits, scale } = partsOf(text);
  // 10^64 and above are multiples of 2^64: nothing is left after wrapping.
  if (scale <= -64 || scale >= digits.length) return 0;
  const whole = BigInt(scale <= 0 ? digits + '0'.repeat(-scale) : digits.slice(0, -scale));
  return wholeFromBigInt(negative ? -whole : whole);
}

/**
 * The number as Jackson's `asText` gives it: whole numbers as they stand, others as `BigDecimal.toString`, which keeps
 * trailing zeros (`42.000`) and writes an exponent where the scale is negative or the number very small (`1E+5`).
 */
export function numberAsText(text: string): string {
  if (!/[.eE]/.test(text)) return text === '-0' ? '0' : text;
  const { negative, digits, scale } = partsOf(text);
  const unscaled = digits.replace(/^0+(?=.)/, '');
  const sign = negative && unscaled !== '0' ? '-' : '';
  const exponent = unscaled.length - 1 - scale;
  if (scale >= 0 && exponent >= -6) return sign + withPoint(unscaled, scale);
  const mantissa = unscaled.length === 1 ? unscaled : `${unscaled[0]}.${unscaled.slice(1)}`;
  if (exponent === 0) return sign + mantissa;
  return `${sign}${mantissa}E${exponent > 0 ? '+' : ''}${exponent}`;
}

function withPoint(digits: string, scale: number): string {
  if (scale === 0) return digits;
  const padded = digits.padStart(scale + 1, '0');
  return `${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
}
