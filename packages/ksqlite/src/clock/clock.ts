/** Time as the line's parts see it; tests move it by hand. */
export interface Clock {
  /** ms since the epoch, may have a fraction */
  readonly now: () => number;
  /** Calls `then` once after `ms`; the answer takes the call back. */
  readonly after: (ms: number, then: () => void) => () => void;
}

/** The machine's monotonic clock, laid on the epoch at start: a corrected wall clock moves no time-out. */
export const systemClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  after: (ms, then) => {
    const timer = setTimeout(then, ms);
    return () => clearTimeout(timer);
  },
};
