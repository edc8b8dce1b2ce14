import { isSettled, type OpenCar, openCar } from './open-car.ts';
import { holds, reopened, type SettledCar, settledCar, settledPartAt } from './settled-car.ts';
import { type StreamTimeCache, streamTimeCache } from './stream-time-cache.ts';

/** All cars by SKU: the open ones in full, the settled ones for a while and small. */
export interface CarRegistry {
  readonly open: ReadonlyMap<string, OpenCar>;
  readonly settled: Pick<StreamTimeCache<SettledCar>, 'generations' | 'since' | 'restore' | 'restoreSince'>;
  /** Puts back a car that is open, before anything else is done. */
  restoreOpen(sku: string, car: OpenCar): void;
  /** The car to note a part in; undefined where it is settled and has this part already. `at`: ms since the epoch. */
  forPart(sku: string, id: string, at: number): OpenCar | undefined;
  /** The car to note an outcome in. */
  forOutcome(sku: string): OpenCar;
  /** The car whose assembly may be measured now, if it is known. */
  forAssembly(sku: string): OpenCar | undefined;
  /** To be called when a car was changed: puts it away when it is settled. */
  changed(sku: string, car: OpenCar): void;
  /** Moves stream time (ms since the epoch). */
  advance(streamTime: number): void;
}

/** A SKU whose parts come farther apart is another car. */
const SAME_CAR_MS = 600_000;

/** @param rememberMs settled cars are dropped after this much stream time, or when there are `rememberCars` newer ones */
export function carRegistry(rememberMs: number, rememberCars: number): CarRegistry {
  const open = new Map<string, OpenCar>();
  const settled = streamTimeCache<SettledCar>(rememberMs, rememberCars);
  const reopen = (sku: string, car: OpenCar): OpenCar => {
    settled.delete(sku);
    open.set(sku, car);
    return car;
  };
  return {
    open,
    settled,
    restoreOpen: (sku, car) => {
      open.set(sku, car);
    },
    forPart: (sku, id, at) => {
      const known = open.get(sku);
      if (known !== undefined) return known;
      const before = settled.get(sku);
      if (before === undefined || at > settledPartAt(before) + SAME_CAR_MS) return reopen(sku, openCar());
      return holds(sku, before, id) ? undefined : reopen(sku, reopened(sku, before));
    },
    forOutcome: (sku) => {
      const known = open.get(sku);
      if (known !== undefined) return known;
      const before = settled.get(sku);
      return reopen(sku, before === undefined ? openCar() : reopened(sku, before));
    },
    forAssembly: (sku) => {
      const known = open.get(sku);
      if (known !== undefined) return known;
      const before = settled.get(sku);
      return before === undefined ? undefined : reopen(sku, reopened(sku, before));
    },
    changed: (sku, car) => {
      if (!isSettled(car)) return;
      open.delete(sku);
      settled.set(sku, settledCar(sku, car));
    },
    advance: settled.advance,
  };
}
