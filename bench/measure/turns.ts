/** A turn of the event loop that is longer holds others up. ms */
export const LONG_TURN_MS = 50;
const TICK_MS = 1;

export interface Turns {
  /** The longest turn, ms of this process's CPU. */
  readonly longestMs: number;
  /** turns of more than `LONG_TURN_MS` */
  readonly long: number;
}

/** ms since some moment: of the clock, and of this process's CPU time. */
export interface TurnClocks {
  readonly now: () => number;
  readonly cpu: () => number;
}

const CLOCKS: TurnClocks = {
  now: () => performance.now(),
  cpu: () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1_000;
  },
};

/**
 * Watches how long turns of this process's event loop are. A turn counts with the CPU time that the process had in it: what another
 * process took of the machine is not its fault.
 *
 * @returns gives what was seen since it was called last
 */
export function watchTurns({ now, cpu }: TurnClocks = CLOCKS): () => Turns {
  let longestMs = 0;
  let long = 0;
  let at = now();
  let used = cpu();
  const tick = (): void => {
    const ms = Math.min(now() - at, cpu() - used);
    if (ms > longestMs) longestMs = ms;
    if (ms > LONG_TURN_MS) long++;
    at = now();
    used = cpu();
  };
  setInterval(tick, TICK_MS).unref();
  return () => {
    tick();
    const seen = { longestMs, long };
    longestMs = 0;
    long = 0;
    return seen;
  };
}
