/**
 * A DOUBLE as Java writes it (`Double.toString` of the JDK 17 that ksqlDB 7.9 runs on): `1.0`, `1.0E21`, `1.0E-5`.
 *
 * JDK 17 does not always find the shortest digits (that came with JDK 19): `2.0E23` is `1.9999999999999998E23` there. It
 * makes the exact number's digits until what is left is less than half the way to the next double, where JavaScript also
 * takes a number that lies at exactly half the way, and knows that the way down from a power of two is shorter. So the
 * two can differ only for powers of two and where a number of up to 17 digits can lie between two doubles, which is from
 * 2^52 on. There, and for subnormal doubles (at least two digits are made), the digits are made the JDK's way.
 */

/** `Double.toString`: always with a fraction, with an exponent from 10^7 up and below 10^-3. */
export function javaDouble(value: number): string {
  if (Number.isSafeInteger(value)) {
    if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
    return value < 1e7 && value > -1e7 ? `${value}.0` : scientific(`${value}`);
  }
  const size = Math.abs(value);
  if (size < HALF_DOUBLES_END && size >= 1e-3) {
    const text = `${value}`;
    if (text.length >= LONG_TEXT && isPowerOfTwo(value)) return jdkText(value);
    return size < 1e7 ? text : scientific(text);
  }
  if (!Number.isFinite(size)) return `${value}`;
  if (size >= HALF_DOUBLES_END || size < SMALLEST_NORMAL || isPowerOfTwo(value)) return jdkText(value);
  return scientific(`${value}`);
}

/** From here on a number of 17 digits can lie at half the way between two doubles. */
const HALF_DOUBLES_END = 2 ** 52;
const SMALLEST_NORMAL = 2 ** -1022;
/** A power of two from 0.001 on that has fewer digits is written exactly by both. */
const LONG_TEXT = 12;

const WORDS = new Uint32Array(2);
const DOUBLE = new Float64Array(WORDS.buffer);
const LOW = new Uint8Array(new Float64Array([1]).buffer)[7] === 0x3f ? 0 : 1;

/** Whether nothing but the first bit of the mantissa is set. */
function isPowerOfTwo(value: number): boolean {
  DOUBLE[0] = value;
  return WORDS[LOW] === 0 && ((WORDS[1 - LOW] as number) & 0xfffff) === 0;
}

/** JavaScript's text of a number, in any of its forms, as a digit, a fraction and an exponent. */
function scientific(text: string): string {
  const sign = text.charCodeAt(0) === 0x2d ? '-' : '';
  const e = text.indexOf('e');
  const end = e < 0 ? text.length : e;
  const point = text.indexOf('.');
  const whole = text.slice(sign.length, point < 0 ? end : point);
  const all = point < 0 ? whole : whole + text.slice(point + 1, end);
  let first = 0;
  while (all.charCodeAt(first) === 0x30) first++;
  let last = all.length;
  while (all.charCodeAt(last - 1) === 0x30) last--;
  const exponent = whole.length - 1 - first + (e < 0 ? 0 : Number(text.slice(e + 1)));
  return withExponent(sign, all.slice(first, last), exponent);
}

const withExponent = (sign: string, digits: string, exponent: number): string =>
  `${sign}${digits.charAt(0)}.${digits.length === 1 ? '0' : digits.slice(1)}E${exponent}`;

/** The digits as JDK 17 makes them, for a double that is written with an exponent. */
function jdkText(value: number): string {
  const sign = value < 0 ? '-' : '';
  const { digits, exponent } = jdkDigits(Math.abs(value));
  if (exponent >= 7 || exponent < -3) return withExponent(sign, digits, exponent);
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  return `${sign}${whole}.${digits.slice(exponent + 1) || '0'}`;
}

const MANTISSA_BITS = 52n;
const MANTISSA = (1n << MANTISSA_BITS) - 1n;
/** Whole numbers below this are written from a long. */
const LONG_END = 2n ** 63n;

function jdkDigits(size: number): { readonly digits: string; readonly exponent: number } {
  DOUBLE[0] = size;
  const bits = (BigInt(WORDS[1 - LOW] as number) << 32n) | BigInt(WORDS[LOW] as number);
  const biased = Number(bits >> MANTISSA_BITS);
  const mantissa = biased === 0 ? bits & MANTISSA : (bits & MANTISSA) | (1n << MANTISSA_BITS);
  // size = mantissa × 2^power
  const power = Math.max(biased, 1) - 1075;
  if (power >= 0 && mantissa << BigInt(power) < LONG_END) return wholeDigits(mantissa, power);
  return generated(mantissa, power, biased);
}

/** A whole number from 2^52 on: the last digits that a long has and a double can't tell apart are rounded away. */
function wholeDigits(mantissa: bigint, power: number): { digits: string; exponent: number } {
  const value = mantissa << BigInt(power);
  const exponentOfTwo = bitLength(value) - 1;
  const unclear = exponentOfTwo > 53 ? Math.floor(Math.log10(2) * (exponentOfTwo - 54)) : 0;
  const unit = 10n ** BigInt(unclear);
  const rounded = value / unit + (unclear > 0 && value % unit >= unit / 2n ? 1n : 0n);
  const all = String(rounded);
  return { digits: all.replace(/0+$/, ''), exponent: all.length - 1 + unclear };
}

/**
 * Steele and White's generation of digits, as JDK 17 has it. The number is `rest / unit` × 10^exponent, `reach` is half
 * the way to the next double in the same measure.
 */
function generated(mantissa: bigint, power: number, biased: number): { digits: string; exponent: number } {
  const bits = bitLength(mantissa);
  const significant = biased === 0 ? bits : 53;
  const exponentOfTwo = power + bits - 1;
  let exponent = estimatedExponent(mantissa, bits, exponentOfTwo);
  const zeros = trailingZeros(mantissa);
  const odd = mantissa >> BigInt(zeros);
  const fractionBits = bits - zeros;
  const tiny = Math.max(0, fractionBits - exponentOfTwo - 1);
  const fives = Math.max(0, -exponent);
  const unitFives = Math.max(0, exponent);
  let twos = fives + tiny + exponentOfTwo - (fractionBits - 1);
  let unitTwos = unitFives + tiny;
  let reachTwos = fives + tiny + exponentOfTwo - significant;
  const common = Math.min(twos, unitTwos);
  twos -= common;
  unitTwos -= common;
  reachTwos -= common;
  // the way down from a power of two is half of the way up
  if (fractionBits === 1) reachTwos -= 1;
  if (reachTwos < 0) {
    twos -= reachTwos;
    unitTwos -= reachTwos;
    reachTwos = 0;
  }
  const widest = Math.max(
    fractionBits + twos + bitLength(5n ** BigInt(fives)),
    unitTwos + 1 + bitLength(5n ** BigInt(unitFives + 1)),
  );
  // where the numbers fit into an int or a long the JDK counts with it, and what overflows has its effect
  const width = widest < 32 ? 32 : widest < 64 ? 64 : undefined;
  const wrapped = (value: bigint): bigint => (width === undefined ? value : BigInt.asIntN(width, value));
  const unit = (5n ** BigInt(unitFives)) << BigInt(unitTwos);
  let rest = (odd * 5n ** BigInt(fives)) << BigInt(twos);
  let reach = (5n ** BigInt(fives)) << BigInt(reachTwos);
  const tens = unit * 10n;
  const digits: number[] = [];
  let isLow = false;
  let isHigh = false;
  const step = (): number => {
    const digit = Number(rest / unit);
    rest = (rest % unit) * 10n;
    reach = wrapped(reach * 10n);
    isLow = rest < reach;
    isHigh = width === undefined ? rest + reach >= tens : wrapped(rest + reach) > tens;
    if (reach <= 0n) isLow = isHigh = true;
    return digit;
  };
  const first = step();
  if (first === 0 && !isHigh) exponent -= 1;
  else digits.push(first);
  // with an exponent there are two digits at least
  if (exponent < -3 || exponent >= 8) isLow = isHigh = false;
  while (!isLow && !isHigh) digits.push(step());
  if (isHigh && (!isLow || isNearerAbove(wrapped(rest * 2n - tens), digits))) exponent += roundUp(digits);
  return { digits: digits.join(''), exponent };
}

/** Whether to round up, by twice what is left less a whole digit; at half the way the even digit is taken. */
const isNearerAbove = (difference: bigint, digits: readonly number[]): boolean =>
  difference > 0n || (difference === 0n && (digits.at(-1) ?? 0) % 2 === 1);

/** Adds one to the last digit; gives by how much the exponent grows. */
function roundUp(digits: number[]): number {
  let at = digits.length - 1;
  while (at > 0 && digits[at] === 9) digits[at--] = 0;
  if (digits[at] === 9) {
    digits[0] = 1;
    return 1;
  }
  digits[at] = (digits[at] as number) + 1;
  return 0;
}

/** The exponent of ten by a straight line between two logarithms; it may be too large by one. */
function estimatedExponent(mantissa: bigint, bits: number, exponentOfTwo: number): number {
  const fraction = Number(mantissa << BigInt(53 - bits)) / 2 ** 52;
  return Math.floor((fraction - 1.5) * 0.289529654 + 0.176091259 + exponentOfTwo * 0.301029995663981);
}

const bitLength = (value: bigint): number => value.toString(2).length;

function trailingZeros(value: bigint): number {
  const text = value.toString(2);
  return text.length - 1 - text.lastIndexOf('1');
}
