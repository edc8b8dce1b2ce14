import type { Clock } from 'ksqlite/clock';
import { sleep } from 'ksqlite/clock';
import type { Topics } from 'ksqlite/topics';
import { TOPICS } from '../../src/contracts/topic-names.ts';
import type { PackedParts } from './packed-parts.ts';

const POLL = 5_000;
const ASSIGNED_MS = 15_000;

export interface Watch {
  /** How many have been seen so far. */
  seen(): number;
  /**
   * Resolves once each car was seen.
   *
   * @throws Error when they are not seen within `giveUpMs`
   */
  all(giveUpMs: number): Promise<void>;
  close(): Promise<void>;
}

/** Looks for cars on rccar-awaiting-price, those that come from now on; resolves when the consumer has its partitions. */
export async function watchCars(topics: Topics, parts: PackedParts, clock: Clock): Promise<Watch> {
  const assigned = new AbortController();
  const ended = new AbortController();
  const results = await topics.subscribe({
    group: `bench-cars-${clock.now()}`,
    topics: [TOPICS.awaitingPrice],
    from: 'latest',
    onAssigned: () => assigned.abort(),
  });
  const seen = new Uint8Array(parts.cars);
  let open = parts.cars;
  const look = async (): Promise<void> => {
    while (open > 0 && !ended.signal.aborted)
      for (const { key } of await results.poll(POLL, ended.signal)) {
        const car = parts.carOf(String(key));
        if (seen[car] !== 0) continue;
        seen[car] = 1;
        open--;
      }
  };
  const looking = look();
  looking.catch(() => undefined);
  if (!assigned.signal.aborted) await sleep(clock, ASSIGNED_MS, assigned.signal);
  return {
    seen: () => parts.cars - open,
    all: async (giveUpMs) => {
      const cancel = clock.after(giveUpMs, () => ended.abort());
      try {
        await looking;
      } finally {
        cancel();
      }
      if (open > 0)
        throw new Error(`${open} of ${parts.cars} cars did not come out in ${giveUpMs / 1_000} s`);
    },
    close: async () => {
      ended.abort();
      await results.close();
    },
  };
}
