import type { Situation } from '../../contracts/rc-car.ts';
import { flagsOf, IN, MAIN, OUT, type PartState, stateOf, TWICE, timeOf } from './part-state.ts';

/** A car of which something is still to come. Changed in place: most of a burst's cars are open at once. */
export interface OpenCar {
  readonly parts: Map<string, PartState>;
  /** parts that went in and did not come out, or the other way round */
  unmatched: number;
  /** outcomes other than the report of late and surplus parts */
  mains: number;
  situation: Situation | undefined;
  /** ms since the epoch; undefined: not seen, or not while it happened */
  mainSeenAt: number | undefined;
  awaitingSeenAt: number | undefined;
  /** its latency is counted, or can't be known */
  measured: boolean;
}

export function openCar(): OpenCar {
  return {
    parts: new Map(),
    unmatched: 0,
    mains: 0,
    situation: undefined,
    mainSeenAt: undefined,
    awaitingSeenAt: undefined,
    measured: false,
  };
}

/** Notes that a part went in; true when it had not before. `at`: ms since the epoch. */
export function partIn(car: OpenCar, id: string, at: number): boolean {
  const state = car.parts.get(id) ?? 0;
  const flags = flagsOf(state);
  const known = timeOf(state);
  car.parts.set(id, stateOf(known === 0 ? at : Math.min(known, at), flags | IN));
  if (flags & IN) return false;
  car.unmatched += flags & OUT ? -1 : 1;
  return true;
}

/** Notes that a part came out; tells whether that is the first time, the second, or one more. */
export function partOut(car: OpenCar, id: string, main: boolean): 'once' | 'twice' | 'again' {
  const state = car.parts.get(id) ?? 0;
  const flags = flagsOf(state);
  const now = flags | OUT | (main ? MAIN : 0) | (flags & OUT ? TWICE : 0);
  car.parts.set(id, stateOf(timeOf(state), now));
  if (flags & OUT) return flags & TWICE ? 'again' : 'twice';
  car.unmatched += flags & IN ? -1 : 1;
  return 'once';
}

/** All that went in came out, with an outcome for the car itself. */
export function isSettled(car: OpenCar): boolean {
  return car.unmatched === 0 && car.mains > 0 && car.parts.size > 0;
}

/** The time of the last part of the car's own outcome, ms since the epoch. */
export function lastMainPartAt(car: OpenCar): number {
  let last = 0;
  for (const state of car.parts.values()) if (flagsOf(state) & MAIN) last = Math.max(last, timeOf(state));
  return last;
}

/** The time of its last part, ms since the epoch. */
export function lastPartAt(car: OpenCar): number {
  let last = 0;
  for (const state of car.parts.values()) last = Math.max(last, timeOf(state));
  return last;
}
