import fc from 'fast-check';
import { BIGINT, DOUBLE, INTEGER, type SqlType, STRING } from '../../../src/types/sql-type.ts';
import type { SqlValue } from '../../../src/types/sql-value.ts';
import { argumentOf, bindAggregate, mergedResult, resultOf, stateOf } from '../support.ts';

const orNull = (values: fc.Arbitrary<SqlValue>) => fc.option(values, { nil: null, freq: 5 });
const canonical = (value: bigint): SqlValue => {
  const narrow = Number(value);
  return Number.isSafeInteger(narrow) ? narrow : value;
};

const ints = orNull(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }));
const longs = orNull(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(canonical));
// Quarters of small whole numbers: sums of them are exact, so that their order does not show.
const doubles = orNull(fc.integer({ min: -4000, max: 4000 }).map((quarters) => quarters / 4));
const texts = orNull(fc.constantFrom('a', 'b', 'c', 'd', 'é'));

interface Row {
  readonly name: string;
  readonly type: SqlType;
  readonly values: fc.Arbitrary<SqlValue>;
  readonly n?: number;
}

const row = (name: string, type: SqlType, values: fc.Arbitrary<SqlValue>, n?: number): Row => ({
  name,
  type,
  values,
  n,
});

const mergeable: readonly Row[] = [
  row('COUNT', INTEGER, ints),
  row('SUM', INTEGER, ints),
  row('SUM', BIGINT, longs),
  row('SUM', DOUBLE, doubles),
  row('AVG', INTEGER, ints),
  row('AVG', BIGINT, longs),
  row('MIN', BIGINT, longs),
  row('MAX', STRING, texts),
  row('COLLECT_LIST', STRING, texts),
  row('COLLECT_SET', STRING, texts),
  row('HISTOGRAM', STRING, texts),
  row('COUNT_DISTINCT', BIGINT, longs),
  row('EARLIEST_BY_OFFSET', INTEGER, ints),
  row('LATEST_BY_OFFSET', INTEGER, ints),
  row('TOPK', INTEGER, ints, 3),
  row('TOPKDISTINCT', STRING, texts, 2),
  row('ATTR', STRING, texts),
];
const undoable = mergeable.filter(({ name }) =>
  ['COUNT', 'SUM', 'AVG', 'COLLECT_LIST', 'HISTOGRAM', 'ATTR'].includes(name),
);

const bound = ({ name, type, n }: Row) =>
  bindAggregate(name, n === undefined ? [argumentOf(type)] : [argumentOf(type), argumentOf(INTEGER, n)]);

test.each(mergeable)('$name($type.kind): two halves merged are the whole', (row) => {
  const aggregate = bound(row);
  fc.assert(
    fc.property(fc.array(row.values), fc.array(row.values), (first, second) => {
      expect(mergedResult(aggregate, first, second)).toEqual(resultOf(aggregate, [...first, ...second]));
    }),
  );
});

test.each(undoable)('$name($type.kind): a row taken out again was never there', (row) => {
  const aggregate = bound(row);
  fc.assert(
    fc.property(fc.array(row.values), row.values, (values, value) => {
      const state = aggregate.add(stateOf(aggregate, values), [value]);
      expect(aggregate.result(aggregate.undo?.(state, [value]) ?? null)).toEqual(resultOf(aggregate, values));
    }),
  );
});

test.each(mergeable)('$name($type.kind): a state is never changed', (row) => {
  const aggregate = bound(row);
  fc.assert(
    fc.property(fc.array(row.values), row.values, (values, value) => {
      const state = stateOf(aggregate, values);
      const before = structuredClone(state);
      aggregate.add(state, [value]);
      aggregate.merge?.(state, state);
      aggregate.undo?.(state, [value]);
      expect(state).toEqual(before);
    }),
  );
});

test.each(['STDDEV_SAMPLE', 'STDDEV_SAMP'])('%s is that of the textbook, merged and undone too', (name) => {
  const aggregate = bindAggregate(name, [argumentOf(DOUBLE)]);
  const numbers = fc.array(
    fc.integer({ min: -4000, max: 4000 }).map((quarters) => quarters / 4),
    { maxLength: 20 },
  );
  fc.assert(
    fc.property(numbers, numbers, fc.integer({ min: -99, max: 99 }), (first, second, extra) => {
      const all = [...first, ...second];
      const mean = all.reduce((a, b) => a + b, 0) / all.length;
      const variance =
        all.length < 2 ? 0 : all.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (all.length - 1);
      const expected = name === 'STDDEV_SAMP' ? variance : Math.sqrt(variance);
      expect(mergedResult(aggregate, first, second)).toBeCloseTo(expected, 4);
      expect(resultOf(aggregate, all)).toBeCloseTo(expected, 4);
      expect(stateOf(aggregate, [...all, extra])).toHaveLength(3);
    }),
  );
});
