import { Big } from 'big.js';
import {
  bigint,
  bytes,
  callScalar,
  date,
  decimal,
  double,
  FAILS,
  int,
  NULL,
  REFUSED,
  testScalar,
  text,
  timestamp,
  typeOfCall,
} from '../support.ts';

const big = (value: string) => new Big(value);
const price = (value: string | null) => decimal(6, 3, value === null ? null : big(value));

testScalar('ABS', [
  [[int(-7)], 7],
  [[int(-2147483648)], -2147483648],
  [[bigint(-(2n ** 60n))], 2n ** 60n],
  [[bigint(-(2n ** 63n))], -(2n ** 63n)],
  [[double(-0.5)], 0.5],
  [[price('-1.5')], big('1.5')],
  [[int(null)], null],
  [[NULL], REFUSED],
  [[text('1')], REFUSED],
]);

testScalar('COSH', [
  [[int(1)], 1.543080634815244],
  [[double(-1)], 1.543080634815244],
  [[double(0)], 1],
  [[int(null)], null],
]);

testScalar('GREATEST', [
  [[int(1), int(null), int(3), NULL], 3],
  [[bigint(2n ** 60n), bigint(5)], 2n ** 60n],
  [[double(1.5), int(2)], 2],
  [[price('1.5'), decimal(4, 1, big('2.5'))], big('2.5')],
  [[text('aardvark'), text('hello'), text('zebra')], 'zebra'],
  [[bytes(Buffer.from([0x80])), bytes(Buffer.from([0]))], Buffer.from([0])],
  [[date(1), text('1970-01-03')], 2],
  [[timestamp(1), text('2022-06-14')], 1655164800000],
  [[int(null), int(null)], null],
  [[int(1), bigint(2)], REFUSED],
  [[NULL, NULL], REFUSED],
  [[text('a'), int(1)], REFUSED],
  [[], REFUSED],
]);

testScalar('LEAST', [
  [[bigint(7), bigint(3), bigint(null)], 3],
  [[double(0), double(-0)], -0],
  [[text('!'), text(null), text('a')], '!'],
]);

testScalar('ROUND', [
  [[int(3)], 3],
  [[int(null)], FAILS],
  [[double(1.5)], 2],
  [[double(-1.5)], -1],
  [[double(-0.5)], 0],
  [[double(1e19)], 9223372036854775807n],
  [[double(Number.NaN)], 0],
  [[double(null)], null],
  [[double(1.005), int(2)], 1.01],
  [[double(-2.5), int(0)], -2],
  [[double(Number.NaN), int(1)], FAILS],
  [[price('2.5')], big('3')],
  [[price('-2.5')], big('-2')],
  [[price('-2.51')], big('-3')],
  [[price('12.345'), int(-1)], big('10')],
  [[price('12.345'), int(2)], big('12.35')],
  [[price(null), int(2)], null],
]);

testScalar('TRUNC', [
  [[double(0), int(2_147_483_647)], 0],
  [[double(0.5), int(2_147_483_647)], FAILS],
  [[double(-1.9)], -1],
  [[int(5)], 5],
  [[double(1.99), int(1)], 1.9],
  [[price('-1.99')], big('-1')],
  [[price('1.987'), int(1)], big('1.9')],
]);

testScalar('CEIL', [
  [[double(1.1)], 2],
  [[price('1.1')], big('2')],
  [[price('-1.1')], big('-1')],
  [[int(4)], 4],
  [[bigint(null)], null],
]);
testScalar('FLOOR', [
  [[double(-1.1)], -2],
  [[price('-1.1')], big('-2')],
  [[price('1.1')], big('1')],
]);
testScalar('SIGN', [
  [[int(-3)], -1],
  [[bigint(2n ** 60n)], 1],
  [[double(0)], 0],
  [[double(Number.NaN)], 0],
  [[int(null)], null],
]);

testScalar('LOG', [
  [[double(Math.E)], 1],
  [[int(2), int(8)], 3],
  [[double(1), double(2)], Number.NaN],
  [[int(2), NULL], null],
]);
testScalar('LN', [
  [[int(1)], 0],
  [[int(0)], Number.NEGATIVE_INFINITY],
  [[double(null)], null],
]);
testScalar('EXP', [[[int(0)], 1]]);
testScalar('SQRT', [
  [[bigint(16)], 4],
  [[int(-1)], Number.NaN],
  [[decimal(3, 0, big('9'))], 3],
]);
testScalar('CBRT', [[[int(27)], 3]]);
testScalar('POWER', [
  [[int(2), int(10)], 1024],
  [[double(4), double(0.5)], 2],
  [[double(2), int(3)], 8],
  [[int(2), int(null)], null],
]);
testScalar('PI', [[[], Math.PI]]);
testScalar('RANDOM', [[[], 0.5]]);
testScalar('ATAN2', [[[double(1), double(1)], Math.PI / 4]]);
testScalar('COT', [[[double(1)], 1 / Math.tan(1)]]);
testScalar('DEGREES', [[[double(Math.PI)], 180]]);
testScalar('RADIANS', [[[int(180)], Math.PI]]);
describe('of one real number', () => {
  test.each(['ACOS', 'ASIN', 'ATAN', 'COS', 'COSH', 'SIN', 'SINH', 'TAN', 'TANH'])('%s', (name) => {
    const expected = Math[name.toLowerCase() as 'cos'](0.5);
    expect(typeOfCall(name, [int(1)])).toBe('DOUBLE');
    expect(callScalar(name, [double(0.5)])).toBe(expected);
    expect(callScalar(name, [double(null)])).toBeNull();
  });
});

testScalar('GEO_DISTANCE', [
  [[double(37.4439), double(-122.1663), double(51.5257), double(-0.1122)], 8634.659796579546],
  [[double(37.4439), double(-122.1663), double(51.5257), double(-0.1122), text('Miles ')], 5365.659729188263],
  [[double(0), double(0), double(0), double(0), text('furlong')], FAILS],
  [[double(91), double(0), double(0), double(0)], FAILS],
  [[double(null), double(0), double(0), double(0)], FAILS],
]);

test('types of results', () => {
  expect(typeOfCall('ABS', [price('1')])).toBe('DECIMAL(6, 3)');
  expect(typeOfCall('ROUND', [price('1')])).toBe('DECIMAL(3, 0)');
  expect(typeOfCall('ROUND', [price('1'), int(1)])).toBe('DECIMAL(6, 3)');
  expect(typeOfCall('ROUND', [double(1)])).toBe('BIGINT');
  expect(typeOfCall('ROUND', [double(1), int(1)])).toBe('DOUBLE');
  expect(typeOfCall('GREATEST', [decimal(9, 2, null), decimal(7, 6, null), NULL])).toBe('DECIMAL(13, 6)');
  expect(typeOfCall('LEAST', [int(1), int(2)])).toBe('INTEGER');
});
