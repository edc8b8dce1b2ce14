import { createRequire, syncBuiltinESMExports } from 'node:module';
import type { Clock } from 'ksqlite/clock';
import type { Random } from '../random.ts';

/**
 * The event loop of a simulated process. While it is installed nothing in this (real) process waits for real time:
 * timers, immediates and `node:timers/promises` queue up here, and chance decides what comes next within the order that
 * Node promises (immediates in the order they were asked for, timers by their time).
 */
export interface VirtualTime {
  readonly clock: Clock;
  readonly now: () => number;
  /** The machine slept, or its clock was set. ms, may be negative */
  readonly jump: (ms: number) => void;
  /** Steps until `done`, until nothing is left to do, or until the clock passes `deadline`. */
  readonly run: (done: () => boolean, deadline: number) => Promise<'done' | 'idle' | 'deadline'>;
  /** Steps until `work` has ended, or `orUntil` holds. Throws what `work` throws, and when it never ends. */
  readonly finish: (work: () => Promise<unknown>, orUntil?: () => boolean) => Promise<void>;
  /** The process is dead: whatever it waited for never happens. */
  readonly clear: () => void;
  readonly uninstall: () => void;
  readonly steps: () => number;
}

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly then: () => void;
}

const real = {
  setTimeout: globalThis.setTimeout,
  clearTimeout: globalThis.clearTimeout,
  setImmediate: globalThis.setImmediate,
  clearImmediate: globalThis.clearImmediate,
};
// as CommonJS modules they can be changed, and syncBuiltinESMExports carries it over to what was imported
const timersPromises = createRequire(import.meta.url)('node:timers/promises');
const realPromises = { setImmediate: timersPromises.setImmediate, setTimeout: timersPromises.setTimeout };

/** Node goes through all promises and ticks between two immediates of one turn: the turns need not be the loop's own. */
const TURNS_AT_ONCE = 64;
let turnsLeft = 0;
let onTurn: (() => void) | undefined;
const takeTurn = (): void => {
  turnsLeft--;
  const then = onTurn;
  onTurn = undefined;
  then?.();
};

/** As a turn of the event loop: all promises that can continue have continued when it comes. */
const realTurn = (): Promise<void> =>
  new Promise((resolve) => {
    onTurn = resolve;
    if (turnsLeft > 0) return;
    for (; turnsLeft < TURNS_AT_ONCE; turnsLeft++) real.setImmediate(takeTurn);
  });

export function installVirtualTime(start: number, random: Random): VirtualTime {
  let now = start;
  let order = 0;
  let steps = 0;
  let immediates: { readonly then: () => void }[] = [];
  const timers = new Set<Timer>();

  const after = (ms: number, then: () => void): Timer => {
    const timer = { at: now + Math.max(0, Number.isFinite(ms) ? ms : 1), order: order++, then };
    timers.add(timer);
    return timer;
  };
  const soon = (then: () => void): object => {
    const immediate = { then };
    immediates.push(immediate);
    return immediate;
  };
  const firstTimer = (): Timer | undefined => {
    let first: Timer | undefined;
    for (const timer of timers)
      if (first === undefined || timer.at < first.at || (timer.at === first.at && timer.order < first.order))
        first = timer;
    return first;
  };
  const step = (): boolean => {
    const timer = firstTimer();
    if (immediates.length === 0 && timer === undefined) return false;
    // a machine that is busy falls behind its clock
    if (random.chance(0.02)) now += random.int(1, 10);
    const due = timer !== undefined && timer.at <= now;
    if (immediates.length > 0 && (!due || random.chance(0.7))) {
      immediates.shift()?.then();
      return true;
    }
    if (timer === undefined) return false;
    timers.delete(timer);
    now = Math.max(now, timer.at);
    timer.then();
    return true;
  };

  const global = globalThis as unknown as Record<string, unknown>;
  global.setTimeout = (then: (...args: unknown[]) => void, ms = 1, ...args: unknown[]) =>
    Object.assign(
      after(Math.max(1, ms), () => then(...args)),
      { unref: () => undefined, ref: () => undefined },
    );
  global.clearTimeout = (timer: Timer) => void timers.delete(timer);
  global.setImmediate = (then: (...args: unknown[]) => void, ...args: unknown[]) => soon(() => then(...args));
  global.clearImmediate = (immediate: object) => {
    immediates = immediates.filter((other) => other !== immediate);
  };
  timersPromises.setImmediate = () => new Promise<void>((resolve) => soon(resolve));
  timersPromises.setTimeout = (ms: number) => new Promise<void>((resolve) => after(ms, resolve));
  syncBuiltinESMExports();

  const run: VirtualTime['run'] = async (done, deadline) => {
    for (;;) {
      await realTurn();
      if (done()) return 'done';
      if (now > deadline) return 'deadline';
      if (!step()) return 'idle';
      steps++;
    }
  };

  return {
    clock: {
      now: () => now,
      after: (ms, then) => {
        const timer = after(ms, then);
        return () => timers.delete(timer);
      },
    },
    now: () => Math.floor(now),
    jump: (ms) => {
      now += ms;
    },
    run,
    finish: async (work, orUntil = () => false) => {
      let ended = false;
      const working = work().finally(() => {
        ended = true;
      });
      working.catch(() => undefined); // thrown below
      const how = await run(() => ended || orUntil(), now + 600_000);
      if (how !== 'done') throw new Error('it never ends');
      if (ended) await working;
    },
    clear: () => {
      immediates = [];
      timers.clear();
    },
    uninstall: () => {
      Object.assign(global, real);
      Object.assign(timersPromises, realPromises);
      syncBuiltinESMExports();
    },
    steps: () => steps,
  };
}
