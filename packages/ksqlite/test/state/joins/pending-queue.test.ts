import fc from 'fast-check';
import { PendingQueue, type Waiting } from '../../../src/state/joins/pending-queue.ts';

const compareTied = (a: Waiting, b: Waiting): number =>
  a.side === b.side ? a.entry - b.entry : a.side === 'right' ? -1 : 1;
const nameOf = ({ entry, side }: Pick<Waiting, 'entry' | 'side'>): string => `${side} ${entry}`;

const side = fc.constantFrom('left' as const, 'right' as const);
const act = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('add' as const),
      side,
      move: fc.integer({ min: -30, max: 10 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('match' as const),
      percent: fc.nat(99),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('close' as const),
      left: fc.integer({ min: 0, max: 60 }),
      right: fc.integer({ min: 0, max: 60 }),
    }),
  },
);

test('entries leave when their windows close, by time, those of one time in their order, the matched ones never', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 200, size: 'max' }), fc.nat(20), (acts, initial) => {
      const pending = new Map<string, Waiting>();
      const added: Waiting[] = [];
      const note = (waiting: Waiting): void => {
        pending.set(nameOf(waiting), waiting);
        added.push(waiting);
      };
      let streamTime = 100;
      for (let entry = 0; entry < initial; entry++)
        note({ entry, ts: 100 - ((entry * 7) % 20), side: entry % 3 === 0 ? 'right' : 'left' });
      const queue = new PendingQueue(
        [...pending.values()],
        (entry, own) => pending.has(nameOf({ entry, side: own })),
        compareTied,
      );
      for (const one of acts) {
        if (one.kind === 'add') {
          const ts = streamTime + one.move;
          streamTime = Math.max(streamTime, ts);
          const waiting = { entry: added.length, ts, side: one.side };
          note(waiting);
          queue.add(waiting.entry, ts, one.side);
        } else if (one.kind === 'match') {
          const waiting = added[Math.floor((one.percent * added.length) / 100)];
          if (waiting !== undefined) pending.delete(nameOf(waiting));
        } else {
          const limits = { left: streamTime - one.left, right: streamTime - one.right };
          const closed = [...pending.values()]
            .filter((waiting) => waiting.ts < limits[waiting.side])
            .sort((a, b) => a.ts - b.ts || compareTied(a, b));
          const taken: Waiting[] = [];
          queue.takeClosed(limits.left, limits.right, (waiting) => {
            taken.push(waiting);
            pending.delete(nameOf(waiting));
          });
          expect(taken).toEqual(closed);
        }
      }
    }),
    { numRuns: 300 },
  );
});

test('it says the time of the oldest that still waits', () => {
  const matched = new Set<number>();
  const queue = new PendingQueue([], (entry) => !matched.has(entry), compareTied);
  const nothing = (): void => undefined;
  expect(queue.takeClosed(0, 0, nothing)).toBeUndefined();
  for (let entry = 0; entry < 100; entry++) queue.add(entry, 1_000 + entry, 'left');
  expect(queue.takeClosed(1_000, 1_000, nothing)).toBe(1_000);
  for (let entry = 0; entry < 40; entry++) matched.add(entry);
  expect(queue.takeClosed(1_000, 1_000, nothing)).toBe(1_040);
});
