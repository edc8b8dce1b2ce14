import type { Clock } from 'ksqlite/clock';
import { openLoop } from '../../../bench/load/open-loop.ts';

/** Time moves on when nothing else is to be done. */
function skippingClock(): Clock {
  let now = 1_000;
  return {
    now: () => now,
    after: (ms, then) => {
      const timer = setImmediate(() => {
        now += ms;
        then();
      });
      return () => clearImmediate(timer);
    },
  };
}

test('sends everything once, in order, not before it is due, though nothing sent is ever done in time', async () => {
  const clock = skippingClock();
  const due = [0, 0, 3, 3.5, 20];
  const sent: [number, number, number][] = [];
  const held: (() => void)[] = [];
  const running = openLoop({ count: due.length, due }, 1_010, clock, (from, to) => {
    sent.push([from, to, clock.now() - 1_010]);
    return new Promise((resolve) => held.push(resolve));
  });
  while (sent.at(-1)?.[1] !== due.length) await new Promise(setImmediate);
  expect(sent.map(([from, to]) => [from, to])).toEqual([
    [0, 2],
    [2, 3],
    [3, 4],
    [4, 5],
  ]);
  for (const [from, to, at] of sent)
    for (let i = from; i < to; i++) {
      expect(at).toBeGreaterThanOrEqual(due[i]!);
      expect(at).toBeLessThan(due[i]! + 2);
    }
  let done = false;
  void running.then(() => {
    done = true;
  });
  await new Promise(setImmediate);
  expect(done).toBe(false);
  for (const release of held) release();
  await running;
});

test('what sending fails with ends it', async () => {
  const failing = openLoop({ count: 2, due: [0, 5] }, 1_000, skippingClock(), () =>
    Promise.reject(new Error('gone')),
  );
  await expect(failing).rejects.toThrow('gone');
});
