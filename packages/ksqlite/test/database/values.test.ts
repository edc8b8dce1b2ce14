import fc from 'fast-check';
import { fromJavaScript } from '../../src/database/values/from-javascript.ts';
import { toJavaScript } from '../../src/database/values/to-javascript.ts';
import {
  array,
  BIGINT,
  BOOLEAN,
  BYTES,
  DATE,
  DOUBLE,
  decimal,
  INTEGER,
  map,
  type SqlType,
  STRING,
  struct,
  TIME,
  TIMESTAMP,
} from '../../src/types/sql-type.ts';

const BIG = 2n ** 60n;
const PERSON = struct([
  { name: 'NAME', type: STRING },
  { name: 'born', type: DATE },
]);

/** What comes out of a value that was put in. */
const through = (type: SqlType, value: unknown): unknown => {
  const taken = fromJavaScript(type, 'V')(value);
  return (toJavaScript(type) ?? ((same) => same))(taken);
};

it.each<[string, SqlType, unknown, unknown]>([
  ['a boolean', BOOLEAN, true, true],
  ['an integer', INTEGER, -(2 ** 31), -(2 ** 31)],
  ['a bigint for an integer', INTEGER, 7n, 7],
  ['a safe bigint', BIGINT, 7n, 7],
  ['a large bigint', BIGINT, BIG, BIG],
  ['a double', DOUBLE, 1.5, 1.5],
  ['a decimal as text', decimal(30, 2), '12345678901234567890123456.5', '12345678901234567890123456.50'],
  ['a decimal as number', decimal(5, 2), 1.25, '1.25'],
  ['a decimal as bigint', decimal(5, 2), -3n, '-3.00'],
  ['text', STRING, 'ä', 'ä'],
  ['bytes', BYTES, Buffer.from([1, 255]), Buffer.from([1, 255])],
  ['bytes as base64', BYTES, 'Af8=', Buffer.from([1, 255])],
  ['a timestamp', TIMESTAMP, '2026-05-26T01:34:20.123', '2026-05-26T01:34:20.123'],
  ['a timestamp with an offset', TIMESTAMP, '2026-05-26T01:34:20.123+0200', '2026-05-25T23:34:20.123'],
  ['a date', DATE, '2026-05', '2026-05-01'],
  ['a time', TIME, '01:34:20.123', '01:34:20'],
  ['an array', array(decimal(4, 1)), [1, '2.5', null], ['1.0', '2.5', null]],
  ['a map', map(STRING, DATE), { a: '2026-05-26', b: null }, { a: '2026-05-26', b: null }],
  [
    'a struct, by any case of a name',
    PERSON,
    { name: 'Ada', born: '1815-12-10' },
    { NAME: 'Ada', born: '1815-12-10' },
  ],
  ['a struct that lacks a field', PERSON, {}, { NAME: null, born: null }],
  ['null', INTEGER, null, null],
  ['undefined', PERSON, undefined, null],
])('takes and gives %s', (_, type, given, expected) => {
  expect(through(type, given)).toEqual(expected);
});

it.each<[SqlType, unknown, RegExp]>([
  [BOOLEAN, 'true', /^V is BOOLEAN, which does not take the text "true"$/],
  [INTEGER, 2 ** 31, /^V is INTEGER, which does not take 2147483648$/],
  [INTEGER, 1.5, /does not take 1.5/],
  [INTEGER, '1', /does not take the text "1"/],
  [BIGINT, 2 ** 60, /beyond what a number holds exactly, give a bigint/],
  [BIGINT, 2n ** 63n, /does not take 9223372036854775808n/],
  [DOUBLE, Number.NaN, /does not take NaN/],
  [decimal(4, 2), '100.00', /too many digits/],
  [decimal(4, 2), '1.005', /without rounding/],
  [decimal(4, 2), 'x', /'x' is no/],
  [STRING, 7, /does not take 7/],
  [BYTES, '***', /base64/],
  [TIMESTAMP, 'yesterday', /Failed to parse timestamp/],
  [TIMESTAMP, new Date(0), /does not take a Date/],
  [array(INTEGER), [1, 'x'], /^V\[\] is INTEGER/],
  [map(STRING, INTEGER), new Map(), /does not take a Map/],
  [PERSON, { age: 1 }, /^V has no field age: it has NAME, born$/],
  [PERSON, { name: 'a', NAME: 'b' }, /^V\.NAME is given twice: as name and as NAME$/],
])('refuses for %j: %p', (type, value, message) => {
  expect(() => fromJavaScript(type, 'V')(value)).toThrow(message);
});

it('gives back what it gave', () => {
  const value = fc.oneof(
    fc.tuple(fc.constant(BIGINT), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
    fc.tuple(fc.constant(DOUBLE), fc.double({ noNaN: true, noDefaultInfinity: true })),
    fc.tuple(fc.constant(STRING), fc.string()),
    fc.tuple(
      fc.constant(TIMESTAMP),
      fc.date({ noInvalidDate: true, min: new Date(0) }).map((date) => date.toISOString()),
    ),
    fc.tuple(fc.constant(map(STRING, array(BIGINT))), fc.dictionary(fc.string(), fc.array(fc.integer()))),
  );
  fc.assert(
    fc.property(value, ([type, given]) => {
      const once = through(type, given);
      expect(through(type, once)).toEqual(once);
    }),
  );
});

it('keeps __proto__ as a key like others', () => {
  const given = JSON.parse('{"__proto__":1}');
  const taken = through(map(STRING, INTEGER), given) as object;
  expect(Object.entries(taken)).toEqual([['__proto__', 1]]);
});
