import type { TopicLog } from '../log/topic-log.ts';
import type { RunningQuery } from '../queries/persistent-queries.ts';

/** How far one part of a query has read one partition. */
export interface PartitionOffsets {
  readonly partition: number;
  readonly logStartOffset: number;
  readonly logEndOffset: number;
  /** The next offset that it will read. */
  readonly consumerOffset: number;
}

export interface TopicOffsets {
  readonly kafkaTopic: string;
  readonly offsets: readonly PartitionOffsets[];
}

/** Of one part of a query: its consumer group (differs: consumer-groups). */
export interface QueryOffsets {
  readonly groupId: string;
  readonly topicSummaries: readonly TopicOffsets[];
}

/** What is committed, per part of the query and partition that it reads. */
export const queryOffsets = (log: TopicLog, query: RunningQuery): readonly QueryOffsets[] =>
  query.subTopologies.map(({ name, inputs }) => {
    const groupId = `${query.id}/${name}`;
    const topics = [...new Set(inputs.map((source) => source.topic))];
    return { groupId, topicSummaries: topics.map((topic) => topicOffsets(log, groupId, topic)) };
  });

const topicOffsets = (log: TopicLog, group: string, topic: string): TopicOffsets => ({
  kafkaTopic: topic,
  offsets: (log.topics.get(topic)?.partitions ?? []).map(
    ({ partition, logStartOffset: start, highWatermark }) => ({
      partition,
      logStartOffset: start,
      logEndOffset: highWatermark,
      consumerOffset: Math.min(highWatermark, log.offset(group, topic, partition)?.offset ?? start),
    }),
  ),
});

export interface Lag {
  /** Records read so far. */
  readonly read: number;
  /** Records not read yet. */
  readonly unread: number;
  /** The timestamp of the oldest one not read yet; undefined: all are. */
  readonly oldestUnread: number | undefined;
}

/** How far queries are with a topic, all partitions and consumer groups together. Throws KsqlError LOG_DAMAGED. */
export function lagOn(log: TopicLog, queries: readonly RunningQuery[], topic: string): Lag {
  let read = 0;
  let unread = 0;
  let oldestUnread: number | undefined;
  for (const query of queries)
    for (const { topicSummaries } of queryOffsets(log, query))
      for (const { kafkaTopic, offsets } of topicSummaries) {
        if (kafkaTopic !== topic) continue;
        for (const { partition, logEndOffset, consumerOffset } of offsets) {
          read += consumerOffset;
          unread += logEndOffset - consumerOffset;
          if (consumerOffset === logEndOffset) continue;
          const at = log.topics.get(topic)?.partitions[partition]?.get(consumerOffset).timestamp;
          if (at !== undefined) oldestUnread = Math.min(oldestUnread ?? at, at);
        }
      }
  return { read, unread, oldestUnread };
}
