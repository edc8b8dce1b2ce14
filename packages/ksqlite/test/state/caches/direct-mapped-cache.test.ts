import { directMappedCache } from '../../../src/state/caches/direct-mapped-cache.ts';

const there = (ones: ReturnType<typeof directMappedCache<string>>, count: number): number[] =>
  Array.from({ length: count }, (_, i) => i).filter((i) => ones.get(i) === `v${i}`);

test('it has the last ones, as many as it has room for, and keeps them when it gets more', () => {
  const ones = directMappedCache<string>(4);
  for (let i = 0; i < 6; i++) ones.set(i, `v${i}`);
  expect(there(ones, 20)).toEqual([2, 3, 4, 5]);
  ones.grow(5);
  expect(there(ones, 20)).toEqual([2, 3, 4, 5]);
  for (let i = 6; i < 12; i++) ones.set(i, `v${i}`);
  expect(there(ones, 20)).toEqual([4, 5, 6, 7, 8, 9, 10, 11]);
  ones.grow(3);
  expect(there(ones, 20)).toHaveLength(8);
});
