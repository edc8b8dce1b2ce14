import fc from 'fast-check';
import { byteReader } from '../../../src/log/bytes/byte-reader.ts';
import { byteWriter } from '../../../src/log/bytes/byte-writer.ts';
import { EntryDeque } from '../../../src/state/joins/entry-deque.ts';

const SIDES = 2;
/** Few hashes, so that chains are long; negative ones, too. */
const hashOf = (i: number): number => (i % 7) - 3;

function fill(ring: EntryDeque, from: number, to: number): void {
  for (let i = from; i < to; i++) {
    const entry = ring.push(hashOf(i), i * 10, i % 5 === 0);
    for (let side = 0; side < SIDES; side++) ring.setOffset(entry, side, side === 1 && i % 3 === 0 ? -1 : i);
  }
}
const chain = (ring: EntryDeque, hash: number): number[] => {
  const found: number[] = [];
  for (let entry = ring.newest(hash); entry >= 0; entry = ring.older(entry)) found.push(entry);
  return found;
};
const all = (ring: EntryDeque) => ({
  first: ring.first(),
  next: ring.next(),
  chains: Array.from({ length: 7 }, (_, i) => chain(ring, i - 3)),
  rows: Array.from({ length: ring.next() - ring.first() }, (_, i) => {
    const entry = ring.first() + i;
    return [ring.ts(entry), ring.isPending(entry), ring.offset(entry, 0), ring.offset(entry, 1)];
  }),
});
const readAgain = (ring: EntryDeque): EntryDeque => {
  const writer = byteWriter();
  ring.write(writer);
  const again = new EntryDeque(SIDES);
  again.read(byteReader(Buffer.from(writer.view())));
  return again;
};

test('a deque that was written continues as if it had not been, wherever its front lies', () => {
  const ring = new EntryDeque(SIDES);
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

/** What a ring is, in the plainest way. */
interface Plain {
  readonly entry: number;
  readonly hash: number;
  readonly ts: number;
  readonly offset: number;
  pending: boolean;
}

test('it answers as a list of entries does, however far apart times and offsets are', () => {
  const number = fc.oneof(
    fc.integer({ min: -1, max: 100 }),
    fc.integer({ min: 1_795_305_600_000, max: 1_795_305_600_100 }),
    fc.constantFrom(-1, 0, 2 ** 31, 2 ** 32, 2 ** 52),
  );
  const step = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ push: fc.integer({ min: -3, max: 3 }), ts: number, offset: number }),
    },
    { weight: 2, arbitrary: fc.record({ settle: fc.nat(20) }) },
    { weight: 1, arbitrary: fc.record({ expire: number }) },
    { weight: 1, arbitrary: fc.record({ again: fc.constant(true) }) },
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), fc.boolean(), (steps, beginsLate) => {
      let ring = new EntryDeque(1);
      const plain: Plain[] = [];
      let count = 0;
      const push = (hash: number, ts: number, offset: number, pending: boolean) => {
        const entry = ring.push(hash, ts, pending);
        ring.setOffset(entry, 0, offset);
        plain.push({ entry, hash, ts, offset, pending });
        count++;
      };
      const expire = (limit: number) => {
        ring.expire(limit);
        while (plain[0] !== undefined && !plain[0].pending && plain[0].ts <= limit) plain.shift();
      };
      // some begin just before a chunk's end
      if (beginsLate) for (let i = 0; i < 1_020; i++) push(0, 0, i, false);
      for (const next of steps) {
        if ('push' in next) push(next.push, next.ts, next.offset, count % 3 === 0);
        else if ('settle' in next) {
          const settled = plain[next.settle];
          if (settled === undefined) continue;
          ring.setSettled(settled.entry);
          settled.pending = false;
        } else if ('expire' in next) expire(next.expire);
        else {
          const writer = byteWriter();
          ring.write(writer);
          ring = new EntryDeque(1);
          ring.read(byteReader(Buffer.from(writer.view())));
        }
        if (ring.first() !== (plain[0]?.entry ?? count)) throw new Error(`begins at ${ring.first()}`);
      }
      const rows = plain.map(({ entry }) => ({
        entry,
        ts: ring.ts(entry),
        offset: ring.offset(entry, 0),
        pending: ring.isPending(entry),
      }));
      expect([ring.next(), rows]).toEqual([count, plain.map(({ hash: _, ...own }) => own)]);
      for (let hash = -3; hash <= 3; hash++)
        expect(chain(ring, hash)).toEqual(
          plain
            .filter((own) => own.hash === hash)
            .map(({ entry }) => entry)
            .reverse(),
        );
    }),
    { numRuns: 200 },
  );
});

test('memory goes with the entries', () => {
  const ring = new EntryDeque(1);
  for (let i = 0; i < 300_000; i++) {
    ring.setOffset(ring.push(i, i, false), 0, i);
    ring.expire(i - 10_000);
  }
  const settled = ring.bytes();
  expect(settled).toBeLessThan(10_000 * 40);
  for (let i = 300_000; i < 600_000; i++) {
    ring.setOffset(ring.push(i, i, false), 0, i);
    ring.expire(i - 10_000);
  }
  expect(ring.bytes()).toBeLessThanOrEqual(settled + 20_000);
});
