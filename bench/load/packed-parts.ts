import type { OutgoingRecord } from 'ksqlite/topics';
import { PART_TOPICS, type PartTopic } from '../../src/contracts/topic-names.ts';
import { generatedCars } from '../../src/producer/generator/generate.ts';
import type { DueRecord } from '../../src/producer/source/record-source.ts';

/** Parts made beforehand, with the time at which each is due; they lie outside the JavaScript heap. */
export interface PackedParts {
  readonly count: number;
  /** ms after the start at which part `i` is due; never less than that of the part before */
  readonly due: Float64Array;
  readonly record: (i: number) => OutgoingRecord;
  readonly cars: number;
  /** When a car's last part is due, by its number. */
  readonly lastDue: Float64Array;
  /** How many parts a car has, by its number; 7 makes it complete. */
  readonly partsOf: Uint8Array;
  /** The number of the car that a SKU is of. */
  readonly carOf: (sku: string) => number;
}

const MOST_BYTES_A_PART = 256;

/** How many parts a car has on average: an incomplete one about half of them. */
export const partsACar = (missing: number): number => 7 - 3.5 * missing;

/** How many cars have the parts of so many seconds at a rate. */
export const carsIn = (seconds: number, rate: number, missing: number): number =>
  Math.max(1, Math.round((seconds * rate) / partsACar(missing)));

/**
 * @param options.rate parts a second on average; `max`: all are due at once, in the order in which a producer without a
 *   pace sends them, a handful of cars at a time
 * @param options.missing share of the cars that lack a part
 */
export function packParts(options: {
  readonly cars: number;
  readonly rate: number | 'max';
  readonly missing: number;
  /** part of every SKU, without a dash; default: bench */
  readonly seed?: string;
}): PackedParts {
  const { cars, rate, missing, seed = 'bench' } = options;
  const mix = { missing, late: 0, doubled: 0, surplus: 0 };
  const source = generatedCars({ cars, rate, seed, mix });
  const total = source.total ?? 0;
  const due = new Float64Array(total);
  const topics = new Uint8Array(total);
  const starts = new Float64Array(total + 1);
  const keyLengths = new Uint8Array(total);
  const lastDue = new Float64Array(cars);
  const partsOf = new Uint8Array(cars);
  const bytes = Buffer.allocUnsafeSlow(total * MOST_BYTES_A_PART);
  let count = 0;
  let at = 0;
  for (const part of source.records(0) as Generator<DueRecord & { key: string; topic: PartTopic }>) {
    const car = carOf(part.key);
    due[count] = part.at;
    topics[count] = PART_TOPICS.indexOf(part.topic);
    keyLengths[count] = bytes.write(part.key, at);
    at += keyLengths[count] ?? 0;
    at += bytes.write(part.value as string, at);
    lastDue[car] = Math.max(lastDue[car] ?? 0, part.at);
    partsOf[car] = (partsOf[car] ?? 0) + 1;
    count++;
    starts[count] = at;
  }
  return {
    count,
    due,
    cars,
    lastDue,
    partsOf,
    carOf,
    record: (i) => {
      const start = starts[i] ?? 0;
      const value = start + (keyLengths[i] ?? 0);
      return {
        topic: PART_TOPICS[topics[i] ?? 0] ?? PART_TOPICS[0],
        key: bytes.toString('latin1', start, value),
        value: bytes.toString('utf8', value, starts[i + 1]),
      };
    },
  };
}

const carOf = (sku: string): number => Number(sku.split('-')[2]);
