import { Big } from 'big.js';
import { array, INTEGER, struct } from '../../../src/types/sql-type.ts';
import {
  bigint,
  decimal,
  double,
  given,
  int,
  NULL,
  REFUSED,
  testScalar,
  text,
  typeOfCall,
} from '../support.ts';

const point = struct([{ name: 'X', type: INTEGER }]);

testScalar('COALESCE', [
  [[text(null), text('x')], 'x'],
  [[text('a'), text('x')], 'a'],
  [[text(null), text(null), NULL, text('x'), text('y')], 'x'],
  [[text(null), NULL, text('x')], REFUSED],
  [[text(null)], null],
  [[int(1), bigint(2)], REFUSED],
  [[NULL, NULL], REFUSED],
  [[], REFUSED],
  [[given(point, null), given(point, [1])], [1]],
]);

testScalar('IFNULL', [
  [[int(null), int(-1)], -1],
  [[int(3), int(-1)], 3],
  [[int(0), int(-1)], 0],
  [[int(3)], REFUSED],
]);

testScalar('NULLIF', [
  [[int(5), int(5)], null],
  [[int(4), int(5)], 4],
  [[int(null), int(5)], null],
  [[int(4), NULL], REFUSED],
  [[int(4), int(null)], 4],
  [[decimal(4, 2, new Big('1.5')), decimal(4, 2, new Big('1.50'))], null],
  [[double(Number.NaN), double(Number.NaN)], null],
  [[given(array(INTEGER), [1, null]), given(array(INTEGER), [1, null])], null],
  [[given(array(INTEGER), [1]), given(array(INTEGER), [2])], [1]],
]);

testScalar('AS_VALUE', [
  [[text('k')], 'k'],
  [[text(null)], null],
]);

test('they return the type they are given', () => {
  expect(typeOfCall('COALESCE', [int(null), int(1)])).toBe('INTEGER');
  expect(typeOfCall('IFNULL', [decimal(4, 2, null), decimal(4, 2, null)])).toBe('DECIMAL(4, 2)');
  expect(typeOfCall('AS_VALUE', [given(point, null)])).toBe('STRUCT<`X` INTEGER>');
});
