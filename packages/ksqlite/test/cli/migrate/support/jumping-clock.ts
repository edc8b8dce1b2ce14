import type { Clock } from '../../../../src/clock/clock.ts';

/** Time that stands still while there is something to do, and then jumps to the next timer. */
export function jumpingClock(start = 1_795_305_600_000): Clock {
  let now = start;
  let timers: { readonly at: number; readonly then: () => void }[] = [];
  const fire = (): void => {
    const next = timers.reduce((first, timer) => (timer.at < first.at ? timer : first), timers[0]!);
    if (next === undefined) return;
    timers = timers.filter((timer) => timer !== next);
    now = Math.max(now, next.at);
    next.then();
  };
  return {
    now: () => now,
    after: (ms, then) => {
      const timer = { at: now + ms, then };
      timers.push(timer);
      setTimeout(fire, 0);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
  };
}
