import type { Clock } from '../../src/clock/index.ts';

export interface FakeClock extends Clock {
  /** Moves time on; timers fire in order, and what they set going gets its turns in between. */
  readonly advance: (ms: number) => Promise<void>;
  readonly timers: () => number;
}

export function fakeClock(start = 0): FakeClock {
  let now = start;
  const timers = new Set<{ readonly at: number; readonly then: () => void }>();
  const settle = async () => {
    for (let i = 0; i < 50; i++) await Promise.resolve();
  };
  return {
    now: () => now,
    after: (ms, then) => {
      const timer = { at: now + Math.max(0, ms), then };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance: async (ms) => {
      const until = now + ms;
      await settle();
      for (;;) {
        const [next] = [...timers].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
        if (next === undefined) break;
        timers.delete(next);
        now = next.at;
        next.then();
        await settle();
      }
      now = until;
      await settle();
    },
    timers: () => timers.size,
  };
}
