import { generationalCache } from '../../../src/state/caches/generational-cache.ts';

describe('a recent map', () => {
  it('has what was used last, and a bounded number of it', () => {
    const map = generationalCache<number, string>(100);
    for (let i = 0; i < 1000; i++) {
      map.set(i, `${i}`);
      expect(map.get(7)).toBe(i < 7 ? undefined : '7');
      for (let back = 0; back < 49 && back <= i; back++) expect(map.get(i - back)).toBe(`${i - back}`);
    }
    const kept = Array.from({ length: 1000 }, (_, i) => i).filter((i) => map.get(i) !== undefined);
    expect(kept.length).toBeLessThanOrEqual(100);
  });

  it('forgets what is deleted, wherever it is', () => {
    const map = generationalCache<number, string>(4);
    for (let i = 0; i < 3; i++) map.set(i, 'x');
    for (let i = 0; i < 3; i++) map.delete(i);
    expect([0, 1, 2].map((i) => map.get(i))).toEqual([undefined, undefined, undefined]);
  });
});
