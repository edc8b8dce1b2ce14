import { SITUATIONS } from '../../../contracts/rc-car.ts';
import { type OpenCar, openCar } from '../open-car.ts';
import type { SettledCar } from '../settled-car.ts';

/** A car as JSON: SKU, ids and states of its parts in turns, `unmatched`, `mains`, the situation's number or −1, `measured`. */
export type SavedCar = readonly [
  sku: string,
  parts: readonly (string | number)[],
  unmatched: number,
  mains: number,
  situation: number,
  measured: 0 | 1,
];

/** One car that is settled, or two entries for one of which a number says all: SKU and number. */
export type SavedSettled = readonly (SavedCar | string | number)[];

/** Moments at which outcomes were seen are left out: another process measures no latency from them. */
export function savedCar(sku: string, car: OpenCar): SavedCar {
  const wasSeen = car.awaitingSeenAt !== undefined || car.mainSeenAt !== undefined;
  const situation = car.situation === undefined ? -1 : SITUATIONS.indexOf(car.situation);
  return [sku, [...car.parts].flat(), car.unmatched, car.mains, situation, car.measured || wasSeen ? 1 : 0];
}

export function carOf([, parts, unmatched, mains, situation, measured]: SavedCar): OpenCar {
  const car = openCar();
  for (let i = 0; i + 1 < parts.length; i += 2) car.parts.set(String(parts[i]), Number(parts[i + 1]));
  car.unmatched = unmatched;
  car.mains = mains;
  car.situation = SITUATIONS[situation];
  car.measured = measured === 1;
  return car;
}

export function savedSettled(cars: readonly (readonly [sku: string, car: SettledCar])[]): SavedSettled {
  const saved: (SavedCar | string | number)[] = [];
  for (const [sku, car] of cars)
    if (typeof car === 'number') saved.push(sku, car);
    else saved.push(savedCar(sku, car));
  return saved;
}

/** Calls `take` with each car, in order. */
export function eachSettled(saved: SavedSettled, take: (sku: string, car: SettledCar) => void): void {
  for (let i = 0; i < saved.length; i++) {
    const entry = saved[i];
    if (typeof entry === 'string') take(entry, Number(saved[++i]));
    else if (typeof entry === 'object') take(entry[0], carOf(entry));
  }
}
