import { Big } from 'big.js';
import fc from 'fast-check';
import { compareValues, isComparable } from '../../src/types/compare-values.ts';
import {
  array,
  BIGINT,
  BOOLEAN,
  BYTES,
  DOUBLE,
  decimal,
  INTEGER,
  type SqlType,
  STRING,
} from '../../src/types/sql-type.ts';
import type { SqlValue } from '../../src/types/sql-value.ts';

const ascending: readonly (readonly [SqlType, readonly SqlValue[]])[] = [
  [INTEGER, [-1, 0, 5, null]],
  [BIGINT, [-(2n ** 62n), -5, 9007199254740991, 9007199254740992n, 2n ** 62n, null]],
  [DOUBLE, [Number.NEGATIVE_INFINITY, -1, -0, 0, 1.5, Number.POSITIVE_INFINITY, Number.NaN, null]],
  [decimal(9, 3), [new Big('-2'), new Big('1.5'), new Big('10'), null]],
  [STRING, ['', 'B', 'a', 'aa', 'é', '😀', '\uffff', null]],
  [BOOLEAN, [false, true, null]],
  // Bytes are signed, as ByteBuffer has them.
  [BYTES, [Buffer.of(), Buffer.of(0x80), Buffer.of(0), Buffer.of(0, 1), Buffer.of(1), null]],
];

test.each(ascending)('the order of %j', (type, values) => {
  const compare = compareValues(type);
  values.forEach((a, i) => {
    values.forEach((b, j) => {
      expect({ a, b, order: Math.sign(compare(a, b)) }).toEqual({ a, b, order: Math.sign(i - j) });
    });
  });
});

test('collections have no order', () => {
  expect(isComparable(array(INTEGER))).toBe(false);
  expect(() => compareValues(array(INTEGER))).toThrow('ARRAY has no order');
});

test('doubles are in a total order', () => {
  const compare = compareValues(DOUBLE);
  fc.assert(
    fc.property(fc.double(), fc.double(), fc.double(), (a, b, c) => {
      expect(Math.sign(compare(a, b)) + Math.sign(compare(b, a))).toBe(0);
      if (compare(a, b) <= 0 && compare(b, c) <= 0) expect(compare(a, c)).toBeLessThanOrEqual(0);
    }),
  );
});
