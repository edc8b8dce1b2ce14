import { Big } from 'big.js';
import { collectList, collectSet } from '../../../src/functions/aggregate/collect.ts';
import { builtinFunctions } from '../../../src/functions/builtin-functions.ts';
import {
  array,
  BIGINT,
  BOOLEAN,
  DATE,
  DOUBLE,
  decimal,
  formatType,
  INTEGER,
  type SqlType,
  STRING,
  struct,
} from '../../../src/types/sql-type.ts';
import type { SqlValue } from '../../../src/types/sql-value.ts';
import { argumentOf, bindAggregate, context, mergedResult, resultOf, stateOf } from '../support.ts';

interface Case {
  readonly name: string;
  readonly type: SqlType;
  readonly returns: string;
  readonly rows: readonly SqlValue[];
  readonly result: SqlValue;
}

const row = (
  name: string,
  type: SqlType,
  returns: string,
  rows: readonly SqlValue[],
  result: SqlValue,
): Case => ({
  name,
  type,
  returns,
  rows,
  result,
});

const money = decimal(4, 2);
const point = struct([{ name: 'X', type: INTEGER }]);

const cases: readonly Case[] = [
  row('COUNT', STRING, 'BIGINT', ['a', null, 'b'], 2),
  row('COUNT', STRING, 'BIGINT', [], 0),
  row('SUM', INTEGER, 'INTEGER', [1, null, 2], 3),
  row('SUM', INTEGER, 'INTEGER', [], 0),
  row('SUM', INTEGER, 'INTEGER', [2147483647, 1], -2147483648),
  row('SUM', BIGINT, 'BIGINT', [9007199254740991, 1], 9007199254740992n),
  row('SUM', BIGINT, 'BIGINT', [9223372036854775807n, 1], -9223372036854775808n),
  row('SUM', DOUBLE, 'DOUBLE', [0.1, null, 0.2], 0.1 + 0.2),
  row('SUM', money, 'DECIMAL(4, 2)', [new Big('1.5'), null, new Big('2.25')], new Big('3.75')),
  row('MIN', INTEGER, 'INTEGER', [3, null, 1, 2], 1),
  row('MAX', INTEGER, 'INTEGER', [3, null, 1], 3),
  row('MAX', STRING, 'STRING', ['a', 'c', 'b'], 'c'),
  row('MIN', DATE, 'DATE', [5, 3], 3),
  row('MAX', money, 'DECIMAL(4, 2)', [new Big('1.5'), new Big('1.25')], new Big('1.5')),
  row('MAX', BIGINT, 'BIGINT', [2n ** 60n, 5], 2n ** 60n),
  row('MAX', DOUBLE, 'DOUBLE', [null, null], null),
  row('AVG', INTEGER, 'DOUBLE', [1, null, 2], 1.5),
  row('AVG', INTEGER, 'DOUBLE', [], 0),
  row('AVG', INTEGER, 'DOUBLE', [2147483647, 1], -1073741824),
  row('AVG', BIGINT, 'DOUBLE', [2n ** 60n, 2n ** 60n], 2 ** 60),
  row('AVG', DOUBLE, 'DOUBLE', [0.5, 1], 0.75),
  row('COLLECT_LIST', STRING, 'ARRAY<STRING>', ['a', null, 'a'], ['a', null, 'a']),
  row('COLLECT_SET', STRING, 'ARRAY<STRING>', ['a', null, 'a', null], ['a', null]),
  row('COLLECT_SET', point, 'ARRAY<STRUCT<`X` INTEGER>>', [[1], [2], [1]], [[1], [2]]),
  row(
    'HISTOGRAM',
    STRING,
    'MAP<STRING, BIGINT>',
    ['a', 'b', null, 'a'],
    new Map([
      ['a', 2],
      ['b', 1],
      ['null', 1],
    ]),
  ),
  row('COUNT_DISTINCT', STRING, 'BIGINT', ['a', null, 'b', 'a'], 2),
  row('COUNT_DISTINCT', point, 'BIGINT', [[1], [1], [2]], 2),
  row('EARLIEST_BY_OFFSET', point, 'STRUCT<`X` INTEGER>', [null, [1], [2]], [1]),
  row('LATEST_BY_OFFSET', point, 'STRUCT<`X` INTEGER>', [[1], [2], null], [2]),
  row('LATEST_BY_OFFSET', INTEGER, 'INTEGER', [], null),
  row('EARLIEST_BY_OFFSET', INTEGER, 'INTEGER', [], null),
  row('ATTR', STRING, 'STRING', ['a', 'a'], 'a'),
  row('ATTR', STRING, 'STRING', ['a', 'b'], null),
  row('SUM_LIST', array(INTEGER), 'INTEGER', [[1, null, 2], null, [3]], 6),
  row('SUM_LIST', array(BIGINT), 'BIGINT', [[9007199254740991, 1]], 9007199254740992n),
  row('STDDEV_SAMPLE', INTEGER, 'DOUBLE', [2, null, 4, 6], 2),
  row('STDDEV_SAMPLE', DOUBLE, 'DOUBLE', [2], 0),
  row('STDDEV_SAMP', BIGINT, 'DOUBLE', [2, 4, 6], 4),
  // sums and products of whole numbers overflow: the largest BIGINT twice is no distance
  row('STDDEV_SAMP', BIGINT, 'DOUBLE', [2n ** 63n - 1n, 2n ** 63n - 1n], 0),
  row('STDDEV_SAMP', BIGINT, 'DOUBLE', [2n ** 62n, -(2n ** 62n)], 2 ** 125),
  row('STDDEV_SAMP', BIGINT, 'DOUBLE', [2n ** 62n, 0], 2 ** 123),
];

test.each(cases)('$name($type.kind) of $rows', ({ name, type, returns, rows, result }) => {
  const aggregate = bindAggregate(name, [argumentOf(type)]);
  expect(formatType(aggregate.returns)).toBe(returns);
  expect(resultOf(aggregate, rows)).toEqual(result);
});

test('COUNT(*) counts rows, whatever is in them', () => {
  const aggregate = bindAggregate('COUNT', []);
  const state = aggregate.add(aggregate.add(aggregate.initial, []), []);
  expect(aggregate.result(state)).toBe(2);
  expect(aggregate.undo?.(state, [])).toBe(1);
});

test('a DECIMAL sum refuses what it cannot hold', () => {
  const aggregate = bindAggregate('SUM', [argumentOf(money)]);
  expect(() => resultOf(aggregate, [new Big('99.99'), new Big('0.01')])).toThrow('Numeric field overflow');
});

test('CORRELATION takes two columns', () => {
  const aggregate = bindAggregate('CORRELATION', [argumentOf(INTEGER), argumentOf(INTEGER)]);
  const rows = [
    [1, 2],
    [2, 4],
    [null, 9],
    [3, 6],
  ];
  const state = rows.reduce<SqlValue>((s, r) => aggregate.add(s, r), aggregate.initial);
  expect(aggregate.result(state)).toBeCloseTo(1, 12);
  expect(aggregate.result(aggregate.initial)).toBeNaN();
  expect(aggregate.undo?.(state, [3, 6])).toEqual(
    rows.slice(0, 3).reduce<SqlValue>((s, r) => aggregate.add(s, r), aggregate.initial),
  );
});

describe('the lists are limited', () => {
  const atMost2 = { ...context, collectLimits: { list: 2, set: 2 } };
  const listOf2 = collectList.bind([argumentOf(INTEGER)], atMost2);
  const setOf2 = collectSet.bind([argumentOf(INTEGER)], atMost2);
  test('COLLECT_LIST', () => {
    expect(listOf2 && resultOf(listOf2, [1, 1, 2])).toEqual([1, 1]);
    expect(listOf2 && mergedResult(listOf2, [1], [2, 3])).toEqual([1, 2]);
  });
  test('COLLECT_SET', () => {
    expect(setOf2 && resultOf(setOf2, [1, 1, 2, 3])).toEqual([1, 2]);
    expect(setOf2 && mergedResult(setOf2, [1], [1, 3, 4])).toEqual([1, 3]);
  });
  test('by a setting only', () => {
    const many = Array.from({ length: 1001 }, (_, i) => i);
    expect(resultOf(bindAggregate('COLLECT_LIST', [argumentOf(INTEGER)]), many)).toEqual(many);
    expect(resultOf(bindAggregate('COLLECT_SET', [argumentOf(INTEGER)]), many)).toEqual(many);
  });
  test('HISTOGRAM counts on what it knows when it is full', () => {
    const texts = Array.from({ length: 1001 }, (_, i) => `k${i}`);
    const counts = resultOf(bindAggregate('HISTOGRAM', [argumentOf(STRING)]), [...texts, 'k0']);
    expect(counts).toBeInstanceOf(Map);
    expect((counts as Map<string, number>).size).toBe(1000);
    expect((counts as Map<string, number>).get('k0')).toBe(2);
  });
});

test.each([
  ['AVG', decimal(4, 2)],
  ['SUM', STRING],
  ['MIN', BOOLEAN],
  ['MAX', point],
  ['HISTOGRAM', INTEGER],
  ['SUM', undefined],
  ['SUM_LIST', array(STRING)],
] as const)('%s does not take every type', (name, type) => {
  expect(builtinFunctions.aggregate(name)?.bind([argumentOf(type)])).toBeUndefined();
});

test.each(['MIN', 'MAX', 'COLLECT_SET', 'COUNT_DISTINCT', 'EARLIEST_BY_OFFSET', 'LATEST_BY_OFFSET'])(
  '%s cannot take a table’s old row out',
  (name) => expect(bindAggregate(name, [argumentOf(INTEGER)]).undo).toBeUndefined(),
);

test('COLLECT_LIST takes the last of equal values out; of an unknown value nothing', () => {
  const aggregate = bindAggregate('COLLECT_LIST', [argumentOf(INTEGER)]);
  const state = stateOf(aggregate, [1, 2, 1]);
  expect(aggregate.undo?.(state, [1])).toEqual([1, 2]);
  expect(aggregate.undo?.(state, [7])).toBe(state);
});

test('HISTOGRAM forgets a text whose last row is gone', () => {
  const aggregate = bindAggregate('HISTOGRAM', [argumentOf(STRING)]);
  const state = stateOf(aggregate, ['a', 'a', 'b']);
  expect(aggregate.undo?.(state, ['a'])).toEqual(
    new Map([
      ['a', 1],
      ['b', 1],
    ]),
  );
  expect(aggregate.undo?.(state, ['b'])).toEqual(new Map([['a', 2]]));
  expect(aggregate.undo?.(state, ['z'])).toBe(state);
  expect(aggregate.undo?.(state, [null])).toBe(state);
});

test('HISTOGRAM has its texts in the order of a HashMap that was read from JSON each time', () => {
  const aggregate = bindAggregate('HISTOGRAM', [argumentOf(STRING)]);
  const orderAfter = (texts: string): string =>
    [...(stateOf(aggregate, texts.split(' ')) as Map<string, number>).keys()].join(' ');
  expect(orderAfter('north south east')).toBe('south east north');
  expect(orderAfter('north south east west')).toBe('west south east north');
  expect(orderAfter('north south east west west')).toBe('west east south north');
  expect(orderAfter('north south east west up down left')).toBe('west east up left down south north');
});

test('HISTOGRAM of a table puts a row’s new text into the table that the old one was taken out of', () => {
  const { add, undo, result, initial } = bindAggregate('HISTOGRAM', [argumentOf(STRING)]);
  const orderOf = (state: SqlValue): string => [...(result(state) as Map<string, number>).keys()].join(' ');
  const all = ['north', 'south', 'east', 'west'].reduce<SqlValue>(
    (state, text) => add(state, [text]),
    initial,
  );
  // seen on a JVM
  expect(orderOf(add(undo!(all, ['west']), ['up']))).toBe('east up south north');
  // but what was written between was read from JSON again
  const left = undo!(all, ['west']);
  expect(orderOf(left)).toBe('east south north');
  expect(orderOf(add(left, ['up']))).toBe('south east up north');
});

test('HISTOGRAM of a session has them in the order of a new HashMap that all were merged into', () => {
  const { add, merge, initial, reopen } = bindAggregate('HISTOGRAM', [argumentOf(STRING)]);
  const sessionOf = (texts: string): SqlValue =>
    texts
      .split(' ')
      .reduce<SqlValue>((state, text) => add(state === initial ? state : reopen!(state), [text]), initial);
  const orderOf = (state: SqlValue): string => [...(state as Map<string, number>).keys()].join(' ');
  // seen on a JVM
  expect(orderOf(sessionOf('north south east'))).toBe('east south north');
  expect(orderOf(sessionOf('north south east west'))).toBe('east south north west');
  expect(orderOf(sessionOf('north south east west up down left'))).toBe('east left south north west up down');
  const halves = merge!(reopen!(sessionOf('north south east')), sessionOf('up west left'));
  expect(orderOf(halves)).toBe('east left south north west up');
  expect(orderOf(sessionOf('t0 t1 t2 t3 t4 t5 t6 t7 t8 t9 t10 t11 t12 t13 t14'))).toBe(
    't4 t5 t6 t7 t8 t9 t10 t12 t11 t14 t13 t0 t1 t2 t3',
  );
});

test('ATTR knows the value again when the other one’s rows are gone', () => {
  const aggregate = bindAggregate('ATTR', [argumentOf(STRING)]);
  const state = aggregate.undo?.(stateOf(aggregate, ['a', 'b']), ['b']) ?? null;
  expect(aggregate.result(state)).toBe('a');
  expect(aggregate.result(aggregate.undo?.(state, ['zz']) ?? null)).toBe('a');
});
