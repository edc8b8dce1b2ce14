/**
 * BIGINT arithmetic. A BIGINT is a number while that is exact and a bigint beyond (see `SqlValue`); sums that leave
 * 64 bits wrap around silently, as Java's do.
 */
export type Whole = number | bigint;

/** The value's one representation, wrapped into 64 bits. */
export function wholeFromBigInt(value: bigint): Whole {
  const wrapped = BigInt.asIntN(64, value);
  const narrow = Number(wrapped);
  return Number.isSafeInteger(narrow) ? narrow : wrapped;
}

export function addWhole(a: Whole, b: Whole): Whole {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  }
  return wholeFromBigInt(BigInt(a) + BigInt(b));
}

export function subtractWhole(a: Whole, b: Whole): Whole {
  if (typeof a === 'number' && typeof b === 'number') {
    const difference = a - b;
    if (Number.isSafeInteger(difference)) return difference;
  }
  return wholeFromBigInt(BigInt(a) - BigInt(b));
}

const MAX_LONG = 2n ** 63n - 1n;
const MIN_LONG = -(2n ** 63n);

/** A double cut to a long as Java's cast does it: NaN is 0, the ends of the range hold what lies beyond. */
export function wholeFromDouble(value: number): Whole {
  if (Number.isNaN(value)) return 0;
  // `+ 0` turns -0 into 0: whole numbers have no signed zero.
  const cut = Math.trunc(value) + 0;
  if (Number.isSafeInteger(cut)) return cut;
  if (cut >= 2 ** 63) return MAX_LONG;
  if (cut <= -(2 ** 63)) return MIN_LONG;
  return wholeFromBigInt(BigInt(cut));
}
