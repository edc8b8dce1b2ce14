import { hashKey, mapKey, rowKey } from '../../../src/state/codecs/map-key.ts';
import type { Row } from '../../../src/types/sql-value.ts';

describe('the key of a row', () => {
  it('is the value itself where JavaScript compares that', () => {
    expect([1, 'a', true, 2n ** 60n, null].map(mapKey)).toEqual([1, 'a', true, 2n ** 60n, null]);
  });

  const DIFFERENT: readonly (readonly [Row, Row])[] = [
    [[0], [-0]],
    [
      [0, 'a'],
      [-0, 'a'],
    ],
    [
      [Number.NaN, 1],
      [null, 1],
    ],
    [
      [Number.POSITIVE_INFINITY, 1],
      [Number.NEGATIVE_INFINITY, 1],
    ],
    [
      [1, 2n ** 60n],
      [1, 2n ** 60n + 1n],
    ],
  ];
  it.each(DIFFERENT)('tells %p from %p', (a, b) => {
    expect(new Set([rowKey(a), rowKey(b)]).size).toBe(2);
    expect(hashKey(rowKey(a)!)).not.toBe(hashKey(rowKey(b)!));
  });

  it('is the same for equal rows', () => {
    const rows = (): readonly Row[] => [[-0], [Number.NaN, null], [new Map([['a', -0]])]];
    expect(rows().map(rowKey)).toEqual(rows().map(rowKey));
  });
});
