import {
  addWhole,
  subtractWhole,
  type Whole,
  wholeFromBigInt,
} from '../../functions/values/numbers/whole.ts';
import { divisionByZero } from '../errors/division-by-zero.ts';

/** A whole number's one representation as a BIGINT, wrapped into 64 bits. */
export const normalized = wholeFromBigInt;

/**
 * BIGINT arithmetic as Java's `long` has it. Numbers as long as operands and result are safe integers, which is
 * nearly always; bigint beyond. `+ 0` turns the -0 of JavaScript's numbers into 0.
 */
export const BIGINT_ARITHMETIC = {
  '+': addWhole,
  '-': subtractWhole,
  '*': (a: Whole, b: Whole): Whole => {
    if (typeof a === 'number' && typeof b === 'number') {
      const product = a * b;
      // A product that is a safe integer after rounding was one before it.
      if (Number.isSafeInteger(product)) return product + 0;
    }
    return wholeFromBigInt(BigInt(a) * BigInt(b));
  },
  '/': (a: Whole, b: Whole): Whole => {
    if (b === 0) throw divisionByZero;
    // For safe integers the rounded quotient never reaches the next whole number.
    if (typeof a === 'number' && typeof b === 'number') return Math.trunc(a / b) + 0;
    return wholeFromBigInt(BigInt(a) / BigInt(b));
  },
  '%': (a: Whole, b: Whole): Whole => {
    if (b === 0) throw divisionByZero;
    if (typeof a === 'number' && typeof b === 'number') return (a % b) + 0;
    return wholeFromBigInt(BigInt(a) % BigInt(b));
  },
} as const;

export const negatedBigint = (value: Whole): Whole => subtractWhole(0, value);
