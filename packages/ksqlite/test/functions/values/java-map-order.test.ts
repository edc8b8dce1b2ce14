import { javaHash, javaMapOrder } from '../../../src/functions/values/java/java-map-order.ts';

const orderOf = (keys: readonly string[]): readonly string[] =>
  javaMapOrder(new Map(keys.map((key) => [key, 0]))).map(([key]) => key);

test('the hash of a text is that of Java', () => {
  expect(javaHash('')).toBe(0);
  expect(javaHash('hello')).toBe(99162322);
  expect(javaHash('polygenelubricants')).toBe(-(2 ** 31));
});

test('entries come by their buckets, whatever order they were put in', () => {
  expect(orderOf(['c', 'b', 'a'])).toEqual(orderOf(['a', 'b', 'c']));
  expect(orderOf(['b', 'a'])).toEqual(['a', 'b']);
  // of 4 buckets 'd' (100) is in the first one, of 8 it is in the fifth one
  expect(orderOf(['a', 'b', 'd'])).toEqual(['d', 'a', 'b']);
  expect(orderOf(['a', 'b', 'd', 'c'])).toEqual(['a', 'b', 'c', 'd']);
});

test('those of one bucket stay in the order they came in', () => {
  expect(orderOf(['BB', 'Aa'])).toEqual(['BB', 'Aa']);
  expect(orderOf(['Aa', 'BB'])).toEqual(['Aa', 'BB']);
});
