import { builtinFunctions } from '../../../src/functions/builtin-functions.ts';
import { BOOLEAN, DOUBLE, decimal, formatType, INTEGER, STRING } from '../../../src/types/sql-type.ts';
import type { SqlValue } from '../../../src/types/sql-value.ts';
import { argumentOf, bindAggregate, mergedResult, resultOf } from '../support.ts';

const k = (value: number) => argumentOf(INTEGER, value);

test.each([
  ['TOPK', [5, null, 9, 1, 9], [9, 9, 5]],
  ['TOPK', [1], [1]],
  ['TOPK', [], []],
  ['TOPKDISTINCT', [5, null, 9, 1, 9], [9, 5, 1]],
])('%s of %j', (name, rows, expected) => {
  expect(resultOf(bindAggregate(name, [argumentOf(INTEGER), k(3)]), rows)).toEqual(expected);
});

test('merging takes the highest of both', () => {
  expect(mergedResult(bindAggregate('TOPK', [argumentOf(DOUBLE), k(2)]), [1, 5], [3, 5])).toEqual([5, 5]);
  expect(
    mergedResult(bindAggregate('TOPKDISTINCT', [argumentOf(STRING), k(2)]), ['a', 'c'], ['c', 'b']),
  ).toEqual(['c', 'b']);
});

test('TOPK brings other columns along', () => {
  const aggregate = bindAggregate('TOPK', [
    argumentOf(INTEGER),
    argumentOf(STRING),
    argumentOf(BOOLEAN),
    k(2),
  ]);
  expect(formatType(aggregate.returns)).toBe(
    'ARRAY<STRUCT<`sort_col` INTEGER, `col0` STRING, `col1` BOOLEAN>>',
  );
  const rows = [
    [1, 'a', true],
    [3, 'b', null],
    [null, 'x', true],
    [3, 'c', false],
    [2, 'd', true],
  ];
  const state = rows.reduce<SqlValue>((s, row) => aggregate.add(s, [...row, 2]), aggregate.initial);
  expect(aggregate.result(state)).toEqual([
    [3, 'b', null],
    [3, 'c', false],
  ]);
});

test('what they do not take', () => {
  const bind = (name: string, ...args: ReturnType<typeof argumentOf>[]) =>
    builtinFunctions.aggregate(name)?.bind(args);
  expect(bind('TOPK', argumentOf(INTEGER))).toBeUndefined();
  expect(bind('TOPK', argumentOf(decimal(4, 2)), k(1))).toBeUndefined();
  expect(bind('TOPK', argumentOf(INTEGER), argumentOf(undefined), k(1))).toBeUndefined();
  expect(bind('TOPKDISTINCT', argumentOf(decimal(4, 2)), k(1))).toBeDefined();
  expect(bind('TOPKDISTINCT', argumentOf(BOOLEAN), k(1))).toBeUndefined();
  expect(bind('TOPKDISTINCT', argumentOf(INTEGER), { kind: 'value', type: INTEGER })).toBeUndefined();
});
