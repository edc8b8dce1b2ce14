/** How fast a count grows: over the last `windowMs`, or since the start where that is shorter. */
export interface RateMeter {
  /** Notes the count at `now` (ms) and answers its growth per second. */
  at(now: number, count: number): number;
}

export function rateMeter(windowMs: number): RateMeter {
  let samples: readonly { readonly now: number; readonly count: number }[] = [];
  return {
    at: (now, count) => {
      const recent = samples.filter((sample) => now - sample.now <= windowMs);
      samples = [...recent, { now, count }];
      const first = samples[0];
      if (first === undefined || now <= first.now) return 0;
      return ((count - first.count) * 1_000) / (now - first.now);
    },
  };
}
