import { randomUUID } from 'node:crypto';
import { Kafka, logLevel } from 'kafkajs';

export interface SeenRecord {
  readonly partition: number;
  readonly offset: string;
  readonly key: string;
  readonly value: string;
}

const clientOf = (bootstrap: string) =>
  new Kafka({ brokers: bootstrap.split(','), logLevel: logLevel.NOTHING, retry: { retries: 10 } });

/**
 * What a second client, which shares no code with ours, sees of a topic when it reads committed records only: all of
 * it, once there are `count` records and no more came for `quietMs`; or what there is after `waitMs`.
 */
export async function seenByKafkajs(
  bootstrap: string,
  topic: string,
  count: number,
  { waitMs = 60_000, quietMs = 1_500 } = {},
): Promise<readonly SeenRecord[]> {
  const consumer = clientOf(bootstrap).consumer({ groupId: `seen-${randomUUID()}`, readUncommitted: false });
  const seen: SeenRecord[] = [];
  let cameAt = Date.now();
  let crashed: Error | undefined;
  consumer.on(consumer.events.CRASH, ({ payload }) => {
    crashed = payload.error;
  });
  await consumer.connect();
  try {
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({
      eachMessage: async ({ partition, message }) => {
        cameAt = Date.now();
        const { offset, key, value } = message;
        seen.push({ partition, offset, key: String(key), value: String(value) });
      },
    });
    for (const end = Date.now() + waitMs; Date.now() < end; ) {
      if (crashed !== undefined) throw crashed;
      if (seen.length >= count && Date.now() - cameAt > quietMs) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  } finally {
    await consumer.disconnect();
  }
  return seen;
}

/** A group's committed offsets of a topic, by partition; -1: none. */
export async function committedSeenByKafkajs(
  bootstrap: string,
  group: string,
  topic: string,
): Promise<ReadonlyMap<number, { readonly offset: number; readonly metadata: string }>> {
  const admin = clientOf(bootstrap).admin();
  await admin.connect();
  try {
    const [found] = await admin.fetchOffsets({ groupId: group, topics: [topic] });
    return new Map(
      (found?.partitions ?? []).map(({ partition, offset, metadata }) => [
        partition,
        // our client ends the notes with a NUL
        { offset: Number(offset), metadata: (metadata ?? '').replace(/\0$/, '') },
      ]),
    );
  } finally {
    await admin.disconnect();
  }
}
