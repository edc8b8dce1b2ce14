import { Big } from 'big.js';
import { type DecimalType, decimal } from '../../types/sql-type.ts';
import { divisionByZero } from '../errors/division-by-zero.ts';
import { EvaluationError } from '../errors/evaluation-error.ts';

export type DecimalOperator = '+' | '-' | '*' | '/' | '%';

/** The type of the result, as ksqlDB's SqlDecimal lays it down. */
export function decimalResult(operator: DecimalOperator, left: DecimalType, right: DecimalType): DecimalType {
  const scale = Math.max(left.scale, right.scale);
  const [leftDigits, rightDigits] = [left.precision - left.scale, right.precision - right.scale];
  switch (operator) {
    case '*':
      return decimal(left.precision + right.precision + 1, left.scale + right.scale);
    case '/': {
      const places = Math.max(6, left.scale + right.precision + 1);
      return decimal(leftDigits + right.scale + places, places);
    }
    case '%':
      return decimal(Math.min(leftDigits, rightDigits) + scale, scale);
    default:
      return decimal(scale + Math.max(leftDigits, rightDigits) + 1, scale);
  }
}

/**
 * Exact DECIMAL arithmetic: nothing is ever rounded. Sums and products always fit their type. A quotient that does
 * not end within its type's scale throws, and so does a remainder of a quotient with more digits than the type has
 * (Java's MathContext with RoundingMode.UNNECESSARY).
 */
export function decimalArithmetic(operator: DecimalOperator, result: DecimalType): (a: Big, b: Big) => Big {
  switch (operator) {
    case '+':
      return (a, b) => a.plus(b);
    case '-':
      return (a, b) => a.minus(b);
    case '*':
      return (a, b) => a.times(b);
    case '/':
      return quotient(result);
    case '%':
      return remainder(result);
  }
}

function quotient(result: DecimalType): (a: Big, b: Big) => Big {
  const divide = division(result.scale);
  const inexact = new EvaluationError(`The quotient does not end within ${result.scale} decimal places`);
  return (a, b) => {
    const value = divide(a, b);
    if (!value.times(b).eq(a)) throw inexact;
    return value;
  };
}

function remainder(result: DecimalType): (a: Big, b: Big) => Big {
  const divide = division(0);
  const impossible = new EvaluationError(`The quotient has more than ${result.precision} digits`);
  return (a, b) => {
    const whole = divide(a, b);
    if (whole.c.length > result.precision) throw impossible;
    return a.minus(whole.times(b));
  };
}

/** Big with division cut off after a number of places. big.js keeps that setting in its constructor, so this is one of our own. */
function division(places: number): (a: Big, b: Big) => Big {
  const Truncating = Big();
  Truncating.DP = places;
  Truncating.RM = Big.roundDown;
  return (a, b) => {
    // Zero is the one value whose first digit is 0.
    if (b.c[0] === 0) throw divisionByZero;
    return new Big(new Truncating(a).div(b));
  };
}
