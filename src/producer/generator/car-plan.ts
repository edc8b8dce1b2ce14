import type { CarKind } from './mix.ts';
import { PLACES, type Place } from './part-record.ts';
import { oneOf, shuffled } from './random.ts';

/** One delivery of a car: which part, and when. */
export interface Delivery {
  readonly place: Place;
  /** a second, different part for a place already taken */
  readonly second: boolean;
  /** ms after the car's first part */
  readonly after: number;
}

/** A late part comes this long after its car's first one, well beyond the 5 s that a car has. */
export const LATE_AFTER_MS = 7_000;

const WHEELS = PLACES.slice(3);

/**
 * The deliveries of one car in the order of their time, the first at 0.
 *
 * @param number counts the cars of this kind, so that few cars show all ways of being incomplete
 * @param spreadMs all but late parts come within it
 */
export function planCar(
  kind: CarKind,
  number: number,
  spreadMs: number,
  random: () => number,
): readonly Delivery[] {
  const places = shuffled(kind === 'missing' ? incomplete(number, random) : PLACES, random);
  const deliveries = places.map((place, index) => ({
    place,
    second: false,
    after: index === 0 ? 0 : random() * spreadMs,
  }));
  const some = deliveries.slice(1, 2 + (number % 2));
  switch (kind) {
    case 'late':
      return inOrder(deliveries.map((d) => (some.includes(d) ? { ...d, after: LATE_AFTER_MS } : d)));
    case 'doubled':
    case 'surplus': {
      const more = some.map((d) => ({
        place: d.place,
        second: kind === 'surplus',
        after: d.after + random() * (spreadMs - d.after),
      }));
      return inOrder([...deliveries, ...more]);
    }
    default:
      return inOrder(deliveries);
  }
}

/** How many deliveries `planCar` plans, without planning them. */
export function deliveryCount(kind: CarKind, number: number): number {
  if (kind === 'missing') return incomplete(number, () => 0).length;
  return kind === 'doubled' || kind === 'surplus' ? PLACES.length + 1 + (number % 2) : PLACES.length;
}

/** The places of a car with missing parts. Their count depends on `number` alone. */
function incomplete(number: number, random: () => number): readonly Place[] {
  switch (number % 8) {
    case 0:
      return without(['BODY']);
    case 1:
      return without(['ENGINE']);
    case 2:
      return without(['REMOTE_CONTROL']);
    case 3:
      return without(shuffled(WHEELS, random).slice(0, 1 + (Math.floor(number / 8) % 3)));
    case 4:
      return [oneOf(WHEELS, random)];
    case 5:
      return ['REMOTE_CONTROL'];
    case 6:
      return without(WHEELS);
    default:
      return shuffled(WHEELS, random).slice(0, 2);
  }
}

function without(places: readonly Place[]): readonly Place[] {
  return PLACES.filter((place) => !places.includes(place));
}

function inOrder(deliveries: readonly Delivery[]): readonly Delivery[] {
  return [...deliveries].sort((a, b) => a.after - b.after);
}
