import type { Big } from 'big.js';
import { compareValues } from '../types/compare-values.ts';
import { BYTES, type SqlType } from '../types/sql-type.ts';
import type { SqlValue } from '../types/sql-value.ts';
import type { Comparison, Sides } from './comparison-types.ts';
import { equalAcross } from './equal-across.ts';
import { toBig, toDouble } from './numbers.ts';
import { instantReader } from './time-values.ts';

/** A comparison of two values, neither of them NULL. */
export type Test = (a: SqlValue, b: SqlValue) => boolean;
type Convert = (value: SqlValue) => SqlValue;

/** The test for values of these types. The types must be comparable (`assertComparable`). */
export function comparisonTest(operator: Comparison, { left, right }: Sides): Test {
  if (left.kind === 'DECIMAL' || right.kind === 'DECIMAL') {
    const sign = ofSign(operator);
    return converting((a, b) => sign((a as Big).cmp(b as Big)), bigReader(left), bigReader(right));
  }
  if (left.kind === 'DOUBLE' || right.kind === 'DOUBLE') {
    return converting(DOUBLE_TESTS[operator] as Test, doubleReader(left), doubleReader(right));
  }
  if (left.kind !== right.kind) {
    // INTEGER and BIGINT need no reader: JavaScript orders numbers and bigints exactly.
    return converting(TESTS[operator] as Test, instantReader(left, right), instantReader(right, left));
  }
  return alike(operator, left, right);
}

function alike(operator: Comparison, left: SqlType, right: SqlType): Test {
  switch (left.kind) {
    case 'BYTES': {
      const sign = ofSign(operator);
      const compare = compareValues(BYTES);
      return (a, b) => sign(compare(a, b));
    }
    case 'ARRAY':
    case 'MAP':
    case 'STRUCT': {
      const equal = equalAcross(left, right);
      return operator === '=' ? equal : (a, b) => !equal(a, b);
    }
    default:
      return TESTS[operator] as Test;
  }
}

const TESTS = {
  '=': (a: number, b: number): boolean => a === b,
  '<>': (a: number, b: number): boolean => a !== b,
  '<': (a: number, b: number): boolean => a < b,
  '<=': (a: number, b: number): boolean => a <= b,
  '>': (a: number, b: number): boolean => a > b,
  '>=': (a: number, b: number): boolean => a >= b,
};
/** NaN is neither equal to a number nor unequal (ksqlDB writes `<>` as `<` or `>`). */
const DOUBLE_TESTS = { ...TESTS, '<>': (a: number, b: number): boolean => a < b || a > b };

const ofSign = (operator: Comparison): ((sign: number) => boolean) => {
  const test = TESTS[operator];
  return (sign) => test(sign, 0);
};

const bigReader = (type: SqlType): Convert | undefined => (type.kind === 'DECIMAL' ? undefined : toBig);
const doubleReader = (type: SqlType): Convert | undefined => (type.kind === 'BIGINT' ? toDouble : undefined);

function converting(test: Test, left: Convert | undefined, right: Convert | undefined): Test {
  if (left !== undefined && right !== undefined) return (a, b) => test(left(a), right(b));
  if (left !== undefined) return (a, b) => test(left(a), b);
  return right === undefined ? test : (a, b) => test(a, right(b));
}
