import { BIGINT, DOUBLE, type SqlType, STRING } from '../../../src/types/sql-type.ts';
import type { SqlValue } from '../../../src/types/sql-value.ts';
import { argumentOf, bindAggregate, stateOf } from '../support.ts';

const kinds: Record<string, readonly [SqlType, (i: number) => SqlValue]> = {
  text: [STRING, (i) => `key-é${i}`],
  whole: [BIGINT, (i) => i * 1_234_567_891],
  real: [DOUBLE, (i) => i * 0.1],
};

/** What stream-lib's HyperLogLog(14), which is ksqlDB's, estimated for the same values. */
const recorded: readonly [string, number, number][] = [
  ['text', 1, 1],
  ['whole', 1, 1],
  ['real', 1, 1],
  ['text', 10, 10],
  ['whole', 10, 10],
  ['real', 10, 10],
  ['text', 1000, 1004],
  ['whole', 1000, 1007],
  ['real', 1000, 990],
  ['text', 5000, 4962],
  ['whole', 5000, 5003],
  ['real', 5000, 4974],
  ['text', 20000, 20138],
  ['whole', 20000, 20176],
  ['real', 20000, 19931],
];

test.each(recorded)('%s: %i values are taken for %i', (kind, count, estimate) => {
  const [type, valueAt] = kinds[kind]!;
  const aggregate = bindAggregate('COUNT_DISTINCT', [argumentOf(type)]);
  const state = stateOf(
    aggregate,
    Array.from({ length: count }, (_, i) => valueAt(i)),
  );
  expect(aggregate.result(state)).toBe(estimate);
});

test('few values make a small state, and one that is known no new one', () => {
  const aggregate = bindAggregate('COUNT_DISTINCT', [argumentOf(STRING)]);
  const state = stateOf(aggregate, ['a', 'b', 'c']);
  expect((state as Buffer).length).toBe(9);
  expect(aggregate.add(state, ['b'])).toBe(state);
  const many = stateOf(
    aggregate,
    Array.from({ length: 20_000 }, (_, i) => `${i}`),
  );
  expect((many as Buffer).length).toBe(16_384);
  expect(aggregate.merge?.(many, state)).toEqual(aggregate.merge?.(state, many));
});
