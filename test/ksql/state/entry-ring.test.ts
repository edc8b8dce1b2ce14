import { byteReader } from '../../../src/ksql/log/byte-reader.ts';
import { byteWriter } from '../../../src/ksql/log/byte-writer.ts';
import { type EntryRing, entryRing } from '../../../src/ksql/state/entry-ring.ts';

const SIDES = 2;
/** Few hashes, so that chains are long; negative ones, too. */
const hashOf = (i: number): number => (i % 7) - 3;

function fill(ring: EntryRing, from: number, to: number): void {
  for (let i = from; i < to; i++) {
    const entry = ring.push(hashOf(i), i * 10, i % 5 === 0);
    for (let side = 0; side < SIDES; side++) ring.setOffset(entry, side, side === 1 && i % 3 === 0 ? -1 : i);
  }
}
const chain = (ring: EntryRing, hash: number): number[] => {
  const found: number[] = [];
  for (let entry = ring.newest(hash); entry >= 0; entry = ring.older(entry)) found.push(entry);
  return found;
};
const all = (ring: EntryRing) => ({
  first: ring.first(),
  next: ring.next(),
  chains: Array.from({ length: 7 }, (_, i) => chain(ring, i - 3)),
  rows: Array.from({ length: ring.next() - ring.first() }, (_, i) => {
    const entry = ring.first() + i;
    return [ring.ts(entry), ring.isPending(entry), ring.offset(entry, 0), ring.offset(entry, 1)];
  }),
});
const readAgain = (ring: EntryRing): EntryRing => {
  const writer = byteWriter();
  ring.write(writer);
  const again = entryRing(SIDES);
  again.read(byteReader(Buffer.from(writer.view())));
  return again;
};

test('a ring that was written goes on as if it had not been, wherever its front lies', () => {
  const ring = entryRing(SIDES);
  for (let end = 0; end < 500; end += 13) {
    for (let entry = ring.first(); entry < ring.next(); entry++) ring.setSettled(entry);
    ring.expire((end - 40) * 10);
    fill(ring, end, end + 13);
    const again = readAgain(ring);
    expect(all(again)).toEqual(all(ring));
    expect(again.oldestOffset(0)).toBe(ring.first());
    // larger, and out of its capacity
    fill(again, end + 13, end + 100);
    const plain = all(again);
    expect(plain.chains.flat().sort((a, b) => a - b)).toEqual(
      Array.from({ length: plain.next - plain.first }, (_, i) => plain.first + i),
    );
    expect(plain.chains.every((numbers) => numbers.every((n, i) => i === 0 || n < numbers[i - 1]!))).toBe(
      true,
    );
  }
});
