import { PLACES } from '../../producer/generator/part-record.ts';
import { lastPartAt, type OpenCar, openCar } from './open-car.ts';
import { flagsOf, IN, MAIN, OUT, stateOf } from './part-state.ts';

/**
 * A car of which all came out: as a number where its parts have the usual ids (`SKU/PLACE`) and came out once, as it is
 * otherwise. It is kept only to know its parts again when they come again.
 */
export type SettledCar = number | OpenCar;

const ONCE = IN | OUT | MAIN;
/** Bits 0 to 6: the places; bit 7: its assembly is not measured yet; above: the time of its last part. */
const UNMEASURED = 128;
const SCALE = 256;
/** By the end of an id. */
const BIT_OF: ReadonlyMap<string, number> = new Map(PLACES.map((place, index) => [`/${place}`, 1 << index]));

export function settledCar(sku: string, car: OpenCar): SettledCar {
  if (car.mains !== 1) return car;
  let places = 0;
  for (const [id, state] of car.parts) {
    const bit = id.startsWith(sku) ? BIT_OF.get(id.slice(sku.length)) : undefined;
    if (bit === undefined || flagsOf(state) !== ONCE) return car;
    places |= bit;
  }
  return lastPartAt(car) * SCALE + places + (car.measured ? 0 : UNMEASURED);
}

/** The car as it was, but for the times of its single parts. */
export function reopened(sku: string, settled: SettledCar): OpenCar {
  if (typeof settled !== 'number') return settled;
  const car = openCar();
  const at = settledPartAt(settled);
  for (const place of placesOf(settled)) car.parts.set(`${sku}/${place}`, stateOf(at, ONCE));
  car.mains = 1;
  car.measured = (settled & UNMEASURED) === 0;
  return car;
}

/** True when the part is one of the car's. */
export function holds(sku: string, settled: SettledCar, id: string): boolean {
  if (typeof settled !== 'number') return settled.parts.has(id);
  return placesOf(settled).some((place) => id === `${sku}/${place}`);
}

/** The time of its last part, ms since the epoch. */
export function settledPartAt(settled: SettledCar): number {
  return typeof settled === 'number' ? Math.floor(settled / SCALE) : lastPartAt(settled);
}

function placesOf(settled: number): readonly string[] {
  const bits = settled % SCALE;
  return PLACES.filter((_, bit) => bits & (1 << bit));
}
