import fc from 'fast-check';
import { sortInTurns } from '../../src/types/sort-in-turns.ts';

const turns = (): { readonly stop: () => number } => {
  let count = 0;
  let isDone = false;
  const look = (): void => {
    count++;
    if (!isDone) setImmediate(look);
  };
  setImmediate(look);
  return {
    stop: () => {
      isDone = true;
      return count;
    },
  };
};

test('gives what a stable sort gives', async () => {
  const values = fc.array(fc.record({ by: fc.integer({ min: 0, max: 20 }), at: fc.nat() }), {
    maxLength: 7_000,
    size: 'max',
  });
  await fc.assert(
    fc.asyncProperty(values, async (all) => {
      expect(await sortInTurns(all, (a, b) => a.by - b.by)).toEqual(all.toSorted((a, b) => a.by - b.by));
    }),
    { numRuns: 20 },
  );
});

test('others have their turns meanwhile', async () => {
  const values = Array.from({ length: 60_000 }, (_, i) => (i * 7919) % 60_000);
  const { stop } = turns();
  const sorted = await sortInTurns(values, (a, b) => a - b);
  expect(stop()).toBeGreaterThan(30);
  expect(sorted).toEqual(Array.from(values.keys()));
});
