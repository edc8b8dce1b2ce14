import { javaDouble } from '../../../src/functions/values/java/java-double.ts';
import { jsonPath } from '../../../src/functions/values/json/json-path.ts';
import { bigDecimalText } from '../../../src/functions/values/numbers/big-decimal-text.ts';
import { wholeFromDouble } from '../../../src/functions/values/numbers/whole.ts';
import { dateText, timestampText, timeText } from '../../../src/functions/values/time/time-text.ts';
import { zoneOf } from '../../../src/functions/values/time/zone.ts';

test.each([
  [1, '1.0'],
  [0.001, '0.001'],
  [0.0009999, '9.999E-4'],
  [1e7, '1.0E7'],
  [9999999.5, '9999999.5'],
  [-123456789.125, '-1.23456789125E8'],
  [-0, '-0.0'],
  [Number.NaN, 'NaN'],
  [Number.NEGATIVE_INFINITY, '-Infinity'],
])('Double.toString(%p)', (value, expected) => expect(javaDouble(value)).toBe(expected));

test.each([
  ['1.10', '1.10', '1.10'],
  ['1e5', '1E+5', '100000'],
  ['1.5e3', '1.5E+3', '1500'],
  ['1.0e-9', '1.0E-9', '0.0000000010'],
  ['0.000001', '0.000001', '0.000001'],
  ['-0.0', '0.0', '0.0'],
  ['0e3', '0E+3', '0'],
  ['123.45e1', '1234.5', '1234.5'],
])('BigDecimal(%s)', (source, text, plain) => {
  expect(bigDecimalText(source, false)).toBe(text);
  expect(bigDecimalText(source, true)).toBe(plain);
});

test.each([
  ['$', []],
  ['$.a:b@c.d_1', ['a:b@c', 'd_1']],
  ['$[0]["a \\"b\\\\"]', ['0', 'a "b\\']],
])('the path %s', (path, steps) => expect(jsonPath(path)).toEqual(steps));

test.each(['', 'a', '$.', '$.a b', '$[', '$["a', '$["a\\x"]'])('%j is no path', (path) => {
  expect(() => jsonPath(path)).toThrow('Invalid JSON path');
});

test('dates and times as texts', () => {
  expect(dateText(-719529)).toBe('-0001-12-31');
  expect(dateText(2932897)).toBe('+10000-01-01');
  expect(timeText(5_640_000)).toBe('01:34');
  expect(timeText(5_645_999)).toBe('01:34:05');
  expect(timestampText(-1)).toBe('1969-12-31T23:59:59.999');
});

test.each([
  ['Z', 0],
  ['UTC', 0],
  ['+2', 7_200_000],
  ['-05:30', -19_800_000],
  ['GMT+01:00', 3_600_000],
  ['+01:02:03', 3_723_000],
  ['Europe/Berlin', 3_600_000],
])('the zone %s', (id, offset) => expect(zoneOf(id).offsetAt(0)).toBe(offset));

test('zones that are not', () => {
  expect(() => zoneOf('+19:00')).toThrow('18 hours');
  expect(() => zoneOf('Moon/Base')).toThrow('Unknown time-zone ID');
});

test.each([
  [1.9, 1],
  [-1.9, -1],
  [Number.NaN, 0],
  [1e18 + 1000, 1000000000000001024n],
  [Number.POSITIVE_INFINITY, 2n ** 63n - 1n],
  [Number.NEGATIVE_INFINITY, -(2n ** 63n)],
])('the long of %p', (value, expected) => expect(wholeFromDouble(value)).toBe(expected));
