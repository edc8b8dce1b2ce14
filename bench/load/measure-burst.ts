import type { Clock } from '../../src/clock/clock.ts';
import { sleep } from '../../src/clock/sleep.ts';
import { PARTITIONS, TOPICS } from '../../src/contracts/topic-names.ts';
import { startHeartbeat } from '../../src/producer/heartbeat.ts';
import type { Topics } from '../../src/topics/port.ts';
import { inBatches } from '../line/waiting-parts.ts';
import type { PackedParts } from './packed-parts.ts';

const BATCH = 2_000;
const LOOK_MS = 20;
const GIVE_UP_MS = 300_000;

/**
 * Complete cars, as fast as the topics take their parts: parts a second until the last car is committed on
 * rccar-awaiting-price, heartbeats all the while. The same on every runtime.
 *
 * @throws Error when cars do not come out
 */
export async function measureBurst(
  connect: () => Topics | Promise<Topics>,
  parts: PackedParts,
  clock: Clock,
): Promise<number> {
  const topics = await connect();
  const beats = await connect();
  const heartbeat = startHeartbeat({ topics: beats, partitions: PARTITIONS, clock });
  const never = new AbortController().signal;
  try {
    const before = await committedCars(topics);
    const began = clock.now();
    const numbers = Array.from({ length: parts.count }, (_, i) => i);
    for (const batch of inBatches(numbers, BATCH)) await topics.produce(batch.map(parts.record));
    for (;;) {
      const out = (await committedCars(topics)) - before;
      if (out >= parts.cars) return (parts.count * 1_000) / (clock.now() - began);
      if (clock.now() - began > GIVE_UP_MS) throw new Error(`${out} of ${parts.cars} cars came out`);
      await sleep(clock, LOOK_MS, never);
    }
  } finally {
    await heartbeat.stop();
    await beats.close();
    await topics.close();
  }
}

const committedCars = async (topics: Topics): Promise<number> =>
  ((await topics.ranges(TOPICS.awaitingPrice)) ?? []).reduce((sum, { end }) => sum + end, 0);
