import fc from 'fast-check';
import { growingCache } from '../../../src/state/caches/growing-cache.ts';

const NEVER = (): boolean => false;

test('what waits is there, however long it takes, and gone once it is taken', () => {
  const act = fc.record({
    kind: fc.constantFrom('set', 'set', 'take'),
    percent: fc.nat(99),
  });
  fc.assert(
    fc.property(fc.array(act, { maxLength: 300, size: 'max' }), (acts) => {
      const ones = growingCache<string>(10_000, NEVER);
      const naive = new Map<number, string>();
      let next = 0;
      for (const { kind, percent } of acts) {
        if (kind === 'set') {
          ones.set(next, `v${next}`);
          naive.set(next, `v${next}`);
          next += percent < 10 ? 7 : 1;
        } else {
          const number = Math.floor((percent * next) / 100);
          expect(ones.take(number)).toBe(naive.get(number));
          naive.delete(number);
        }
      }
      for (let number = 0; number < next; number++) expect(ones.get(number)).toBe(naive.get(number));
    }),
  );
});

test('of more than it may have, the older of two that share a place is gone', () => {
  const ones = growingCache<string>(8, NEVER);
  for (let number = 0; number < 1_000; number++) ones.set(number, `v${number}`);
  const there = Array.from({ length: 1_000 }, (_, i) => i).filter((number) => ones.get(number) !== undefined);
  expect(there.length).toBeGreaterThanOrEqual(8);
  expect(there.length).toBeLessThanOrEqual(16);
  expect(there).toEqual(there.map((_, i) => 1_000 - there.length + i));
});

test('one that no one asks for any more makes place for another', () => {
  let first = 0;
  const ones = growingCache<string>(1_000, (number) => number < first);
  for (let number = 0; number < 1_000; number++) {
    first = number - 3;
    ones.set(number, `v${number}`);
  }
  // it never took room for more than it had to
  expect(Array.from({ length: 990 }, (_, i) => ones.get(i)).filter((value) => value !== undefined)).toEqual(
    [],
  );
});
