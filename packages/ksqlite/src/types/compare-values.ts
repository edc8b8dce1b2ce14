import type { Big } from 'big.js';
import type { SqlType } from './sql-type.ts';
import type { SqlValue } from './sql-value.ts';

type Compare = (a: SqlValue, b: SqlValue) => number;

/** Types with a natural order: those ksqlDB's MIN, MAX, TOPK, GREATEST and ARRAY_SORT take. */
export const isComparable = (type: SqlType): boolean =>
  type.kind !== 'ARRAY' && type.kind !== 'MAP' && type.kind !== 'STRUCT';

/**
 * The natural order of a type's values, as the JVM has it: negative, zero or positive. NULL comes after every value
 * and equals NULL. ARRAY, MAP and STRUCT have none: the comparison throws when it is made, not when it is used.
 */
export function compareValues(type: SqlType): Compare {
  const compare = ofPresent(type);
  return (a, b) => {
    if (a === null) return b === null ? 0 : 1;
    return b === null ? -1 : compare(a, b);
  };
}

function ofPresent(type: SqlType): Compare {
  switch (type.kind) {
    case 'DOUBLE':
      return compareDoubles as Compare;
    case 'DECIMAL':
      return (a, b) => (a as Big).cmp(b as Big);
    case 'BYTES':
      return compareBytes as Compare;
    case 'ARRAY':
    case 'MAP':
    case 'STRUCT':
      throw new TypeError(`${type.kind} has no order`);
    default:
      // BIGINT mixes number and bigint: JavaScript orders the two exactly. Strings go by UTF-16 unit, as in Java.
      return compareOrdinary as Compare;
  }
}

type Ordinary = number | bigint | string | boolean;

function compareOrdinary(a: Ordinary, b: Ordinary): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** -0 is below 0 and NaN above everything, as `Double.compare` has it. */
function compareDoubles(a: number, b: number): number {
  if (a < b) return -1;
  if (a > b) return 1;
  if (a === b && a !== 0) return 0;
  return rank(a) - rank(b);
}

const rank = (value: number): number => (Number.isNaN(value) ? 2 : Object.is(value, -0) ? 0 : 1);

/** `ByteBuffer.compareTo` takes bytes as signed, so 0x80 comes before 0x00. */
function compareBytes(a: Buffer, b: Buffer): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const left = a[i] ?? 0;
    const right = b[i] ?? 0;
    if (left !== right) return ((left << 24) >> 24) - ((right << 24) >> 24);
  }
  return a.length - b.length;
}
