import { DOUBLE } from '../../../types/sql-type.ts';
import type { ScalarFunction } from '../../scalar-function.ts';
import { defineScalar } from '../../signature/define-scalar.ts';
import { bigint, double, int } from '../../signature/parameter.ts';
import { strict } from '../../signature/variant.ts';
import { javaLog } from '../../values/java/java-log.ts';

/** A function of one real number; whole ones are taken as real. */
const ofOne = (name: string, description: string, call: (value: number) => number): ScalarFunction =>
  defineScalar(name, 'MATHEMATICAL', description, [
    strict([int], DOUBLE, call),
    strict([bigint], DOUBLE, (value) => call(Number(value))),
    strict([double], DOUBLE, call),
  ]);

/** A function of two real numbers, both of one type. */
const ofTwo = (name: string, description: string, call: (a: number, b: number) => number): ScalarFunction =>
  defineScalar(name, 'MATHEMATICAL', description, [
    strict([int, int], DOUBLE, call),
    strict([bigint, bigint], DOUBLE, (a, b) => call(Number(a), Number(b))),
    strict([double, double], DOUBLE, call),
  ]);

const DEGREES_PER_RADIAN = 57.29577951308232;
const RADIANS_PER_DEGREE = 0.017453292519943295;

/** Java's is made of its own e, which is one unit in the last place more; JavaScript's engine mends that for 1 alone. */
const hyperbolicCosine = (value: number): number =>
  Math.abs(value) === 1 ? 1.543080634815244 : Math.cosh(value);

/** A base of 0 or less, or of 1, has no logarithm. */
const logarithm = (base: number, value: number): number =>
  base <= 0 || base === 1 ? Number.NaN : javaLog(value) / javaLog(base);

/** scalar-functions.md#log: the docs say base 10 where no base is given; the code has base e, and so have we. */
const log = defineScalar('LOG', 'MATHEMATICAL', 'The logarithm to a base, or the natural one.', [
  strict([int], DOUBLE, (value) => javaLog(value)),
  strict([bigint], DOUBLE, (value) => javaLog(Number(value))),
  strict([double], DOUBLE, (value) => javaLog(value)),
  strict([int, int], DOUBLE, logarithm),
  strict([bigint, bigint], DOUBLE, (base, value) => logarithm(Number(base), Number(value))),
  strict([double, double], DOUBLE, logarithm),
]);

/** scalar-functions.md, "Numeric functions": those from and to real numbers, NULL for NULL. */
export const realFunctions: readonly ScalarFunction[] = [
  ofOne('ACOS', 'The arc cosine, in radians.', Math.acos),
  ofOne('ASIN', 'The arc sine, in radians.', Math.asin),
  ofOne('ATAN', 'The arc tangent, in radians.', Math.atan),
  ofTwo('ATAN2', 'The angle of the point (second, first), in radians.', Math.atan2),
  ofOne('CBRT', 'The cube root.', Math.cbrt),
  ofOne('COS', 'The cosine of an angle in radians.', Math.cos),
  ofOne('COSH', 'The hyperbolic cosine.', hyperbolicCosine),
  // differs: last-digit
  ofOne('COT', 'The cotangent of an angle in radians.', (value) => 1 / Math.tan(value)),
  ofOne('DEGREES', 'Radians as degrees.', (value) => value * DEGREES_PER_RADIAN),
  ofOne('EXP', 'e to a power.', Math.exp),
  ofOne('LN', 'The natural logarithm.', javaLog),
  log,
  ofTwo('POWER', 'The first to the power of the second.', (base, exponent) => base ** exponent),
  ofOne('RADIANS', 'Degrees as radians.', (value) => value * RADIANS_PER_DEGREE),
  ofOne('SIN', 'The sine of an angle in radians.', Math.sin),
  ofOne('SINH', 'The hyperbolic sine.', Math.sinh),
  ofOne('SQRT', 'The square root.', Math.sqrt),
  ofOne('TAN', 'The tangent of an angle in radians.', Math.tan),
  ofOne('TANH', 'The hyperbolic tangent.', Math.tanh),
];
