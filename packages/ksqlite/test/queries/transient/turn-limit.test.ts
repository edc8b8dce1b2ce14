import { TurnLimit } from '../../../src/queries/transient/turn-limit.ts';

/** Records that are taken before it says stop. */
function taken(limit: TurnLimit): number {
  let count = 0;
  while (!limit.take()) count++;
  return count;
}

test('allows so many records where there is time', () => {
  const limit = new TurnLimit(2_000, () => false);
  expect(taken(limit)).toBe(2_000);
  expect(limit.isReached).toBe(true);
});

test('allows one record, however late it is', () => {
  expect(taken(new TurnLimit(2_000, () => true))).toBe(1);
});

test('looks at the clock often at first, and once in 64 records later', () => {
  const looks: number[] = [];
  let records = 0;
  const limit = new TurnLimit(1_000, () => {
    looks.push(records);
    return records >= 300;
  });
  while (!limit.take()) records++;
  expect(looks).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 192, 256, 320]);
});
