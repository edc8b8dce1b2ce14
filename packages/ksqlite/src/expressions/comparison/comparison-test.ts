import type { Big } from 'big.js';
import { compareValues } from '../../types/compare-values.ts';
import { BYTES, type SqlType } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import { toBig, toDouble } from '../arithmetic/numbers.ts';
import { instantReader } from '../casts/time-values.ts';
import type { Comparison, Sides } from './comparison-types.ts';
import { equalAcross } from './equal-across.ts';

/** A comparison of two values, neither of them NULL. */
export type Test = (a: SqlValue, b: SqlValue) => boolean;
export type Convert = (value: SqlValue) => SqlValue;

/** How two values compare: first each is read, where it must be, as what the test takes. */
export interface Comparing {
  readonly test: Test;
  readonly readLeft?: Convert;
  readonly readRight?: Convert;
}

/** How values of these types compare. The types must be comparable (`assertComparable`). */
export function comparing(operator: Comparison, { left, right }: Sides): Comparing {
  if (left.kind === 'DECIMAL' || right.kind === 'DECIMAL') {
    const sign = ofSign(operator);
    const test: Test = (a, b) => sign((a as Big).cmp(b as Big));
    return { test, readLeft: bigReader(left), readRight: bigReader(right) };
  }
  if (left.kind === 'DOUBLE' || right.kind === 'DOUBLE') {
    const test = DOUBLE_TESTS[operator] as Test;
    return { test, readLeft: doubleReader(left), readRight: doubleReader(right) };
  }
  if (left.kind !== right.kind) {
    // INTEGER and BIGINT need no reader: JavaScript orders numbers and bigints exactly.
    const test = TESTS[operator] as Test;
    return { test, readLeft: instantReader(left, right), readRight: instantReader(right, left) };
  }
  return { test: alike(operator, left, right) };
}

/** The test of two values as they are. */
export function reading({ test, readLeft, readRight }: Comparing): Test {
  if (readLeft && readRight) return (a, b) => test(readLeft(a), readRight(b));
  if (readLeft) return (a, b) => test(readLeft(a), b);
  return readRight ? (a, b) => test(a, readRight(b)) : test;
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
