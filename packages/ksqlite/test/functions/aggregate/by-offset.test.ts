import { sequenceStartAt } from '../../../src/functions/aggregate/sequence.ts';
import { builtinFunctions } from '../../../src/functions/builtin-functions.ts';
import { BOOLEAN, formatType, INTEGER, type SqlType } from '../../../src/types/sql-type.ts';
import type { SqlValue } from '../../../src/types/sql-value.ts';
import { argumentOf, bindAggregate, context, mergedResult, resultOf, stateOf } from '../support.ts';

const column = argumentOf(INTEGER);
const n = (value: number) => argumentOf(INTEGER, value);
const flag = (value: boolean) => argumentOf(BOOLEAN, value);
const bind = (name: string, ...rest: readonly ReturnType<typeof argumentOf>[]) =>
  bindAggregate(name, [column, ...rest]);

test.each([
  ['EARLIEST_BY_OFFSET', [], 1],
  ['EARLIEST_BY_OFFSET', [flag(false)], null],
  ['EARLIEST_BY_OFFSET', [n(2)], [1, 2]],
  ['EARLIEST_BY_OFFSET', [n(2), flag(false)], [null, 1]],
  ['LATEST_BY_OFFSET', [], 2],
  ['LATEST_BY_OFFSET', [flag(false)], null],
  ['LATEST_BY_OFFSET', [n(2)], [1, 2]],
  ['LATEST_BY_OFFSET', [n(2), flag(false)], [2, null]],
  ['LATEST_BY_OFFSET', [n(9), flag(true)], [1, 2]],
])('%s with %j', (name, settings, expected) => {
  expect(resultOf(bind(name, ...settings), [null, 1, 2, null])).toEqual(expected);
});

test('what n says is the size of an array', () => {
  expect(formatType(bind('LATEST_BY_OFFSET', n(2)).returns)).toBe('ARRAY<INTEGER>');
  expect(formatType(bind('LATEST_BY_OFFSET', n(2)).stateType)).toBe(
    'ARRAY<STRUCT<`SEQ` BIGINT, `VAL` INTEGER>>',
  );
});

test('the settings must be literals, and n positive', () => {
  const unknown = (type: SqlType) =>
    builtinFunctions.aggregate('LATEST_BY_OFFSET')?.bind([column, { kind: 'value', type }]);
  expect(unknown(INTEGER)).toBeUndefined();
  expect(unknown(BOOLEAN)).toBeUndefined();
  expect(() => bind('LATEST_BY_OFFSET', n(0))).toThrow('must be 1 or greater');
});

/** Two sessions whose rows came in turn: which of them a row went to, and what it held. */
function interleaved(
  name: string,
  settings: readonly ReturnType<typeof argumentOf>[],
  rows: [0 | 1, SqlValue][],
) {
  const aggregate = bind(name, ...settings);
  const states: [SqlValue, SqlValue] = [aggregate.initial, aggregate.initial];
  for (const [session, value] of rows) states[session] = aggregate.add(states[session], [value]);
  return aggregate.result(aggregate.merge?.(states[0], states[1]) ?? null);
}

test('merged sessions go by the order in which rows came', () => {
  const rows: [0 | 1, SqlValue][] = [
    [1, 10],
    [0, 20],
    [1, 30],
    [0, null],
  ];
  expect(interleaved('EARLIEST_BY_OFFSET', [], rows)).toBe(10);
  expect(interleaved('EARLIEST_BY_OFFSET', [n(2)], rows)).toEqual([10, 20]);
  expect(interleaved('LATEST_BY_OFFSET', [], rows)).toBe(30);
  expect(interleaved('LATEST_BY_OFFSET', [flag(false)], rows)).toBeNull();
  // ksqlDB's own slip: of merged sessions LATEST_BY_OFFSET keeps the first n.
  expect(interleaved('LATEST_BY_OFFSET', [n(2)], rows)).toEqual([10, 20]);
});

test('an empty session does not count', () => {
  for (const name of ['EARLIEST_BY_OFFSET', 'LATEST_BY_OFFSET']) {
    expect(mergedResult(bind(name), [], [5])).toBe(5);
    expect(mergedResult(bind(name), [5], [])).toBe(5);
    expect(mergedResult(bind(name), [], [])).toBeNull();
  }
});

test('the sequence begins where no earlier run has been, whatever the clock says', () => {
  const start = sequenceStartAt(100);
  const aggregate = bindAggregate('LATEST_BY_OFFSET', [column], { ...context, sequenceStart: () => start });
  expect(stateOf(aggregate, [1, 2])).toEqual([start + 1, 2]);
  expect(start).toBeGreaterThan(Date.UTC(2100, 0, 1) * 1024);
  expect(Number.isSafeInteger(sequenceStartAt(100e12))).toBe(true);
});
