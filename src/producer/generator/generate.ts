import { murmur2 } from 'ksqlite/topics';
import type { DueRecord, RecordSource } from '../source/record-source.ts';
import { type Delivery, deliveryCount, LATE_AFTER_MS, planCar } from './car-plan.ts';
import { type CarKind, kindAt, type Mix } from './mix.ts';
import { PLACES, type Place, partRecord } from './part-record.ts';
import { randomFrom } from './random.ts';

export interface GeneratedCars {
  readonly cars: number;
  /** parts per second on average, or as fast as the line takes them */
  readonly rate: number | 'max';
  /** part of every SKU */
  readonly seed: string;
  readonly mix: Mix;
  /** Where the parts are those of a catalogue; default: each car has parts of its own. */
  readonly catalogue?: CatalogueParts;
}

/** Parts that there are, of which many cars are built. */
export interface CatalogueParts {
  /** part of the source's name */
  readonly name: string;
  /** Which of them a car is built of: the same seed, the same parts; all of a car are different. */
  of(seed: number): { id(place: Place, second: boolean): string };
}

/** A car's parts come within `spreadMs`, those of several cars overlap. */
const PACED = { spreadMs: 900, tickMs: 1 };
/**
 * The schedule that "as fast as possible" follows in its order only, with a handful of cars overlapping. Late parts
 * alone keep to its times: 7 s are 7 s at any speed.
 */
const UNPACED = { partsPerSecond: 100_000, spreadMs: 0.5, tickMs: 0.01 };

/**
 * The parts of generated cars: the same options make the same parts in the same order, any number of cars in constant
 * memory. SKUs are unique for the options as a whole, so that another run on the same data makes other cars.
 */
export function generatedCars(options: GeneratedCars): RecordSource {
  const id = sourceId(options);
  return {
    id,
    pace: 'generated',
    total: totalDeliveries(options, murmur2(id)),
    records: (from) => dueRecords(options, id, from),
  };
}

function sourceId({ cars, seed, rate, mix, catalogue }: GeneratedCars): string {
  const own = `cars:${cars}:${seed}:${rate}:${mix.missing},${mix.late},${mix.doubled},${mix.surplus}`;
  return catalogue === undefined ? own : `${own}:${catalogue.name}`;
}

interface Planned extends Delivery {
  readonly at: number;
  readonly car: number;
}

function* dueRecords(options: GeneratedCars, id: string, from: number): Generator<DueRecord, void> {
  const salt = murmur2(id);
  const tag = (salt >>> 0).toString(36).padStart(7, '0');
  let number = 0;
  let at = 0;
  for (const planned of deliveries(options, salt)) {
    if (options.rate !== 'max' || planned.after >= LATE_AFTER_MS) at = Math.max(at, Math.floor(planned.at));
    if (number++ < from) continue;
    const sku = `car-${options.seed}-${planned.car}-${tag}`;
    const partId =
      options.catalogue === undefined
        ? `${sku}/${planned.place}${planned.second ? '-2' : ''}`
        : options.catalogue.of(carSeed(salt, planned.car)).id(planned.place, planned.second);
    // From car and place alone: a part delivered twice is the same part.
    const random = randomFrom(carSeed(salt, planned.car) ^ PLACES.indexOf(planned.place));
    yield { at, key: sku, ...partRecord(sku, planned.place, partId, random) };
  }
}

/**
 * All deliveries in the order of their time, those of one tick as they were planned. Holds no more than the cars that
 * overlap and the late parts to come: sorted by putting each into its tick, as a heap of them costs ten times as much.
 */
function* deliveries(options: GeneratedCars, salt: number): Generator<Planned, void> {
  const { partsPerSecond, spreadMs, tickMs } =
    options.rate === 'max' ? UNPACED : { ...PACED, partsPerSecond: options.rate };
  const ticks = new Map<number, Planned[]>();
  let tick = 0;
  let start = 0;
  for (const { car, kind, number } of carKinds(options, salt)) {
    for (const until = Math.floor(start / tickMs); tick < until; tick++) {
      const due = ticks.get(tick);
      if (due === undefined) continue;
      ticks.delete(tick);
      yield* due;
    }
    const plan = planCar(kind, number, spreadMs, randomFrom(carSeed(salt, car)));
    for (const { place, second, after } of plan) {
      const planned = { place, second, after, car, at: start + after };
      const due = ticks.get(Math.floor(planned.at / tickMs));
      if (due === undefined) ticks.set(Math.floor(planned.at / tickMs), [planned]);
      else due.push(planned);
    }
    start += (plan.length * 1000) / partsPerSecond;
  }
  for (; ticks.size > 0; tick++) {
    yield* ticks.get(tick) ?? [];
    ticks.delete(tick);
  }
}

function totalDeliveries(options: GeneratedCars, salt: number): number {
  let total = 0;
  for (const { kind, number } of carKinds(options, salt)) total += deliveryCount(kind, number);
  return total;
}

/** Steps of the golden ratio fall evenly on [0, 1): even few cars show the mix that was asked for. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

function* carKinds(
  { cars, mix }: GeneratedCars,
  salt: number,
): Generator<{ readonly car: number; readonly kind: CarKind; readonly number: number }, void> {
  const offset = (salt >>> 0) / 2 ** 32;
  const counts = { complete: 0, missing: 0, late: 0, doubled: 0, surplus: 0 };
  for (let car = 0; car < cars; car++) {
    const kind = kindAt(mix, (offset + car * GOLDEN) % 1);
    yield { car, kind, number: counts[kind]++ };
  }
}

function carSeed(salt: number, car: number): number {
  return salt + Math.imul(car, 0x9e3779b1);
}
