import type { Clock } from '../../src/clock/clock.ts';
import { sleep } from '../../src/clock/sleep.ts';
import { PARTITIONS, TOPICS } from '../../src/contracts/topic-names.ts';
import { startHeartbeat } from '../../src/producer/heartbeat.ts';
import type { Topics } from '../../src/topics/port.ts';
import { inBatches } from '../line/waiting-parts.ts';
import type { PackedParts } from './packed-parts.ts';

const BATCH = 2_000;
const POLL = 5_000;
const ASSIGNED_MS = 15_000;
const GIVE_UP_MS = 300_000;

/**
 * Complete cars, as fast as the topics take their parts: parts a second until the last car is seen on
 * rccar-awaiting-price by a committed consumer, heartbeats all the while. The same on every runtime.
 *
 * @throws Error when cars do not come out
 */
export async function measureBurst(
  connect: () => Topics | Promise<Topics>,
  parts: PackedParts,
  clock: Clock,
): Promise<number> {
  const producer = await connect();
  const consumer = await connect();
  const beats = await connect();
  const heartbeat = startHeartbeat({ topics: beats, partitions: PARTITIONS, clock });
  const assigned = new AbortController();
  const giveUp = new AbortController();
  const results = await consumer.subscribe({
    group: `bench-burst-${clock.now()}`,
    topics: [TOPICS.awaitingPrice],
    from: 'latest',
    onAssigned: () => assigned.abort(),
  });
  const seen = new Uint8Array(parts.cars);
  let open = parts.cars;
  const look = async (): Promise<void> => {
    while (open > 0 && !giveUp.signal.aborted)
      for (const { key } of await results.poll(POLL, giveUp.signal)) {
        const car = parts.carOf(String(key));
        if (seen[car] !== 0) continue;
        seen[car] = 1;
        open--;
      }
  };
  const looking = look();
  looking.catch(() => undefined);
  let cancel = (): void => undefined;
  try {
    if (!assigned.signal.aborted) await sleep(clock, ASSIGNED_MS, assigned.signal);
    const began = clock.now();
    cancel = clock.after(GIVE_UP_MS, () => giveUp.abort());
    const numbers = Array.from({ length: parts.count }, (_, i) => i);
    for (const batch of inBatches(numbers, BATCH)) await producer.produce(batch.map(parts.record));
    await looking;
    if (open > 0)
      throw new Error(`${open} of ${parts.cars} cars did not come out in ${GIVE_UP_MS / 1_000} s`);
    return (parts.count * 1_000) / (clock.now() - began);
  } finally {
    cancel();
    giveUp.abort();
    await heartbeat.stop();
    await results.close();
    for (const topics of [beats, consumer, producer]) await topics.close();
  }
}
