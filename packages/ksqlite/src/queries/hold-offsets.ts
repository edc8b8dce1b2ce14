import type { TopicLog } from '../log/topic-log.ts';

/**
 * Keeps the records that a persistent query has not read yet, for a later process that can run it.
 *
 * @returns lets go of them
 */
export function holdOffsets(log: TopicLog, queryId: string): () => void {
  const releases = log.offsetsOf(`${queryId}/`).flatMap(({ topic, partition, offset }) => {
    const needs = log.topics.get(topic)?.partitions[partition]?.needs;
    const oldest = (): number => offset;
    needs?.add(oldest);
    return [() => needs?.delete(oldest)];
  });
  return () => {
    for (const release of releases) release();
  };
}
