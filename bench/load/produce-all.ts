import type { OutgoingRecord, Topics } from 'ksqlite/topics';

const UNDER_WAY = 4;

/** Sends batches, several under way at a time, as from producers that do not wait for each other; resolves when all are durable. */
export async function produceAll(
  topics: Topics,
  batches: Iterable<OutgoingRecord[]> | AsyncIterable<OutgoingRecord[]>,
): Promise<void> {
  const underWay = new Set<Promise<void>>();
  for await (const batch of batches) {
    const producing: Promise<void> = topics.produce(batch).finally(() => underWay.delete(producing));
    underWay.add(producing);
    if (underWay.size >= UNDER_WAY) await Promise.race(underWay);
  }
  await Promise.all(underWay);
}
