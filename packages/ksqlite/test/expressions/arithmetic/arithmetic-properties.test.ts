import { Big } from 'big.js';
import fc from 'fast-check';
import {
  BIGINT_ARITHMETIC,
  negatedBigint,
  normalized,
} from '../../../src/expressions/arithmetic/bigint-arithmetic.ts';
import { decimalArithmetic, decimalResult } from '../../../src/expressions/arithmetic/decimal-arithmetic.ts';
import { INTEGER_ARITHMETIC } from '../../../src/expressions/arithmetic/integer-arithmetic.ts';
import { decimal } from '../../../src/types/sql-type.ts';

const OPERATORS = ['+', '-', '*', '/', '%'] as const;
type Operator = (typeof OPERATORS)[number];
const MODEL: Record<Operator, (a: bigint, b: bigint) => bigint> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
};

const int32 = fc.oneof(
  fc.maxSafeInteger().map((n) => n | 0),
  fc.constantFrom(0, 1, -1, 2147483647, -2147483648),
);
const int64 = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.maxSafeInteger().map(BigInt),
  fc.integer().map(BigInt),
  fc.constantFrom(0n, -1n, 2n ** 63n - 1n, -(2n ** 63n), 2n ** 53n - 1n, 2n ** 53n, -(2n ** 53n)),
);
const defined = (operator: Operator, b: number | bigint): boolean =>
  !'/%'.includes(operator) || BigInt(b) !== 0n;

describe.each(OPERATORS)('%s', (operator) => {
  it('wraps INTEGER at 32 bits', () => {
    fc.assert(
      fc.property(int32, int32, (a, b) => {
        fc.pre(defined(operator, b));
        const expected = Number(BigInt.asIntN(32, MODEL[operator](BigInt(a), BigInt(b))));
        expect(INTEGER_ARITHMETIC[operator](a, b)).toBe(expected);
      }),
    );
  });

  it('wraps BIGINT at 64 bits, and gives a number whenever it is safe', () => {
    fc.assert(
      fc.property(int64, int64, (a, b) => {
        fc.pre(defined(operator, b));
        const result = BIGINT_ARITHMETIC[operator](normalized(a), normalized(b));
        expect(BigInt(result)).toBe(BigInt.asIntN(64, MODEL[operator](a, b)));
        expect(typeof result === 'number').toBe(Number.isSafeInteger(Number(result)));
        expect(Object.is(result, -0)).toBe(false);
      }),
    );
  });

  it('computes DECIMAL exactly within the digits of its type, or throws', () => {
    const digits = fc.integer({ min: -999_999, max: 999_999 });
    fc.assert(
      fc.property(digits, digits, fc.nat(4), fc.nat(4), (a, b, leftScale, rightScale) => {
        fc.pre(defined(operator, b));
        const [left, right] = [new Big(`${a}e-${leftScale}`), new Big(`${b}e-${rightScale}`)];
        const type = decimalResult(operator, decimal(6, leftScale), decimal(6, rightScale));
        const calculate = decimalArithmetic(operator, type);
        // The same in units of 10^-8, which holds the scale of every operand.
        const unit = 100_000_000n;
        const [x, y] = [BigInt(left.times(1e8).toFixed()), BigInt(right.times(1e8).toFixed())];
        if (operator === '/') {
          const places = 10n ** BigInt(type.scale);
          if ((x * places) % y !== 0n) return expect(() => calculate(left, right)).toThrow('does not end');
          return expect(calculate(left, right).toFixed()).toBe(
            new Big(`${(x * places) / y}e-${type.scale}`).toFixed(),
          );
        }
        if (operator === '%' && `${x / y}`.replace(/^-|0+$/g, '').length > type.precision) {
          return expect(() => calculate(left, right)).toThrow('more than');
        }
        const exact = operator === '*' ? MODEL['*'](x, y) : MODEL[operator](x, y) * unit;
        const result = calculate(left, right);
        expect(result.eq(new Big(`${exact}e-16`))).toBe(true);
        expect(result.e).toBeLessThan(Math.max(type.precision - type.scale, 1));
      }),
    );
  });
});

it('negates BIGINT', () => {
  fc.assert(
    fc.property(int64, (a) => expect(BigInt(negatedBigint(normalized(a)))).toBe(BigInt.asIntN(64, -a))),
  );
});
