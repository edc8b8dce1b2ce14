/**
 * The natural logarithm, rounded to the nearest double as Java's is (to 0.53 units of the last place). V8's differs in the last digit
 * for some numbers, by version: LN(3.0) is 1.0986122886681098.
 *
 * A number is m times a power of two, with m near 1; ln m = 2 (s + s³/3 + s⁵/5 + …) with s = (m - 1) / (m + 1). Sums are kept as two
 * doubles, of which the second one holds what the first one can't.
 */
export function javaLog(value: number): number {
  if (!(value > 0) || value === Number.POSITIVE_INFINITY || value === 1) return Math.log(value);
  const { mantissa, exponent } = split(value);
  const s = divide(mantissa - 1, sum(mantissa, 1));
  const square = multiply(s, s);
  let series: Pair = [0, 0];
  for (let n = LAST_TERM; n >= 1; n -= 2) series = plus(multiply(series, square), divide(1, [n, 0]));
  const ofMantissa = multiply(s, series);
  const [high, low] = plus(multiply(LN_2, [exponent, 0]), [2 * ofMantissa[0], 2 * ofMantissa[1]]);
  return high + low;
}

/** A number of about 106 bits: the sum of both. */
type Pair = readonly [high: number, low: number];

/** s is at most 0.1716: its 43rd power is below 2^-109. */
const LAST_TERM = 43;
const LN_2: Pair = [Math.LN2, 2.3190468138462996e-17];

/** m from √½ to √2 and the power of two: the exponent's bits are taken out of the number. */
function split(value: number): { readonly mantissa: number; readonly exponent: number } {
  const isSubnormal = value < 2 ** -1022;
  bits.setFloat64(0, isSubnormal ? value * 2 ** 54 : value);
  const top = bits.getUint16(0);
  bits.setUint16(0, (top & 0x000f) | 0x3ff0);
  const mantissa = bits.getFloat64(0);
  const exponent = (top >> 4) - 1023 - (isSubnormal ? 54 : 0);
  return mantissa > Math.SQRT2 ? { mantissa: mantissa / 2, exponent: exponent + 1 } : { mantissa, exponent };
}

const bits = new DataView(new ArrayBuffer(8));

function sum(a: number, b: number): Pair {
  const high = a + b;
  const part = high - a;
  return [high, a - (high - part) + (b - part)];
}

function product(a: number, b: number): Pair {
  const high = a * b;
  const [a1, a2] = halves(a);
  const [b1, b2] = halves(b);
  return [high, a1 * b1 - high + a1 * b2 + a2 * b1 + a2 * b2];
}

/** Dekker's: two numbers of half as many bits. */
function halves(a: number): Pair {
  const scaled = 134217729 * a;
  const high = scaled - (scaled - a);
  return [high, a - high];
}

function plus([a, a2]: Pair, [b, b2]: Pair): Pair {
  const [high, low] = sum(a, b);
  return sum(high, low + a2 + b2);
}

function multiply([a, a2]: Pair, [b, b2]: Pair): Pair {
  const [high, low] = product(a, b);
  return sum(high, low + a * b2 + a2 * b);
}

function divide(a: number, b: Pair): Pair {
  const first = a / b[0];
  const [high, low] = multiply(b, [first, 0]);
  const rest = a - high - low;
  return sum(first, rest / b[0]);
}
