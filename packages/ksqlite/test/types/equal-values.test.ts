import { Big } from 'big.js';
import fc from 'fast-check';
import { valueKey } from '../../src/functions/values/value-key.ts';
import { equalValues } from '../../src/types/equal-values.ts';
import {
  array,
  BIGINT,
  BYTES,
  DOUBLE,
  decimal,
  INTEGER,
  map,
  type SqlType,
  STRING,
  struct,
} from '../../src/types/sql-type.ts';
import type { SqlValue } from '../../src/types/sql-value.ts';

const point = struct([
  { name: 'X', type: DOUBLE },
  { name: 'TAGS', type: array(STRING) },
]);
const cases: readonly (readonly [SqlType, SqlValue, SqlValue, boolean])[] = [
  [INTEGER, 1, 1, true],
  [INTEGER, null, null, true],
  [INTEGER, 0, null, false],
  [DOUBLE, Number.NaN, Number.NaN, true],
  [DOUBLE, 0, -0, false],
  [BIGINT, 2n ** 60n, 2n ** 60n, true],
  [decimal(4, 2), new Big('1.5'), new Big('1.50'), true],
  [decimal(4, 2), new Big('1.5'), null, false],
  [BYTES, Buffer.of(1), Buffer.of(1), true],
  [array(STRING), ['a', null], ['a', null], true],
  [array(STRING), ['a', null], ['a'], false],
  [array(STRING), ['ab', 'c'], ['a', 'bc'], false],
  [point, [1, ['a']], [1, ['a']], true],
  [point, [1, ['a']], [1, null], false],
  [
    map(STRING, INTEGER),
    new Map([
      ['a', 1],
      ['b', 2],
    ]),
    new Map([
      ['b', 2],
      ['a', 1],
    ]),
    true,
  ],
  [map(STRING, INTEGER), new Map([['a', 1]]), new Map([['b', 1]]), false],
  [map(STRING, INTEGER), new Map([['a', 1]]), new Map(), false],
];

test.each(cases)('%j: %j and %j', (type, a, b, equal) => {
  expect(equalValues(type)(a, b)).toBe(equal);
  expect(equalValues(type)(b, a)).toBe(equal);
  expect(valueKey(type)(a) === valueKey(type)(b) || Object.is(valueKey(type)(a), valueKey(type)(b))).toBe(
    equal,
  );
});

test('two values have one key exactly when they are equal', () => {
  const type = array(array(STRING));
  const texts = fc.array(fc.array(fc.option(fc.constantFrom('', 'a', 'n', '1:a', '0:'))), { maxLength: 3 });
  fc.assert(
    fc.property(texts, texts, (a, b) => {
      expect(valueKey(type)(a) === valueKey(type)(b)).toBe(equalValues(type)(a, b));
    }),
  );
});
