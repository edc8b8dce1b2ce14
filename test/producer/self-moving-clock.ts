import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from 'ksqlite/clock';

export interface SelfMovingClock extends Clock {
  /** Settles as `work` does, and moves time on to the next timer whenever `work` waits. */
  readonly during: <T>(work: Promise<T>) => Promise<T>;
  /** Time in which nothing runs. */
  readonly skip: (ms: number) => void;
}

/** A clock for tests: waiting takes no time, and time passes by waiting alone. */
export function selfMovingClock(start = 1_700_000_000_000): SelfMovingClock {
  let now = start;
  const timers = new Set<{ readonly at: number; readonly then: () => void }>();
  return {
    now: () => now,
    after: (ms, then) => {
      const timer = { at: now + Math.max(0, ms), then };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    during: async (work) => {
      let settled = false;
      const end = () => {
        settled = true;
      };
      work.then(end, end);
      await nextTurn();
      while (!settled) {
        const [next] = [...timers].sort((a, b) => a.at - b.at);
        if (next !== undefined) {
          timers.delete(next);
          now = Math.max(now, next.at);
          next.then();
        }
        await nextTurn();
      }
      return work;
    },
    skip: (ms) => {
      now += ms;
      timers.clear();
    },
  };
}
