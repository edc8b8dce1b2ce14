import type { Clock } from 'ksqlite/clock';
import type { Topics } from 'ksqlite/topics';
import { PARTITIONS } from '../../src/contracts/topic-names.ts';
import { startHeartbeat } from '../../src/producer/heartbeat.ts';
import { inBatches } from '../line/waiting-parts.ts';
import type { PackedParts } from './packed-parts.ts';
import { produceAll } from './produce-all.ts';
import { watchCars } from './watch-cars.ts';

const BATCH = 2_000;
const GIVE_UP_MS = 300_000;

/** Holds the statements of a runtime, and lets them continue. */
export interface Hold {
  hold(): Promise<void>;
  release(): Promise<void>;
}

export interface CarsOptions {
  readonly connect: () => Topics | Promise<Topics>;
  readonly parts: PackedParts;
  readonly clock: Clock;
  /** The statements are held until all parts wait in the topics; default: they work as the parts come. */
  readonly held?: Hold;
}

/**
 * Complete cars, as fast as the topics take their parts: parts a second until the last car is seen on
 * rccar-awaiting-price by a committed consumer, heartbeats all the while. Measured from the first part that is sent, or
 * from when the statements, which were held, continue. The same on every runtime.
 *
 * @throws Error when cars do not come out, or too early
 */
export async function measureCars({ connect, parts, clock, held }: CarsOptions): Promise<number> {
  const producer = await connect();
  const consumer = await connect();
  const beats = await connect();
  const heartbeat = startHeartbeat({ topics: beats, partitions: PARTITIONS, clock });
  const cars = await watchCars(consumer, parts, clock);
  try {
    const records = Array.from({ length: parts.count }, (_, i) => i);
    const batches = function* () {
      for (const batch of inBatches(records, BATCH)) yield batch.map(parts.record);
    };
    await held?.hold();
    let began = clock.now();
    await produceAll(producer, batches());
    if (held !== undefined) {
      if (cars.seen() > 0) throw new Error('the statements went on although they are held');
      began = clock.now();
      await held.release();
    }
    await cars.all(GIVE_UP_MS);
    return (parts.count * 1_000) / (clock.now() - began);
  } finally {
    await heartbeat.stop();
    await cars.close();
    for (const topics of [beats, consumer, producer]) await topics.close();
  }
}
