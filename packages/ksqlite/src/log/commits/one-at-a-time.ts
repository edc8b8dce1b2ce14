/** Runs that follow each other. */
export interface OneAtATime {
  /** Resolves with the next run that has not begun: all who ask until it does share it. Rejects with what it throws. */
  run(): Promise<void>;
  /** Resolves when what was asked for so far is done, or has failed; never rejects. */
  idle(): Promise<void>;
}

/** Has `action` done one at a time. A run that fails is the last: whoever asks then gets what it threw. */
export function oneAtATime(action: () => Promise<void>): OneAtATime {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const start = (): Promise<void> => {
    const started = action();
    // one that has failed stays, for those who ask later
    running = started.then(() => {
      running = undefined;
    });
    running.catch(() => undefined);
    return started;
  };
  return {
    run: () => {
      if (next !== undefined) return next;
      if (running === undefined) return start();
      next = running.then(() => {
        next = undefined;
        return start();
      });
      return next;
    },
    idle: async () => {
      await (next ?? running)?.catch(() => undefined);
    },
  };
}
