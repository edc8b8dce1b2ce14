import type { TopicRecord, Topics } from '../../src/topics/port.ts';

/** All records of a topic, partition by partition. */
export async function readAll(topics: Topics, topic: string): Promise<readonly TopicRecord[]> {
  const ranges = (await topics.ranges(topic)) ?? [];
  const parts = await Promise.all(
    ranges.map(({ partition, start, end }) => topics.read(topic, partition, start, end - start)),
  );
  return parts.flat();
}
