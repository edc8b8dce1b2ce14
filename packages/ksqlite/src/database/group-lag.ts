import type { TopicLag } from '../connect/index.ts';
import type { TopicLog } from '../log/topic-log.ts';

/** Records of topics that a consumer group has not committed yet; of a topic that is not there: nothing. */
export const lagOfGroup = (log: TopicLog, group: string, topics: readonly string[]): readonly TopicLag[] =>
  topics.flatMap((topic) => {
    const found = log.topics.get(topic);
    if (found === undefined) return [];
    const records = found.partitions.reduce((sum, { partition, logStartOffset, highWatermark }) => {
      const committed = log.offset(group, topic, partition)?.offset ?? 0;
      return sum + Math.max(0, highWatermark - Math.max(committed, logStartOffset));
    }, 0);
    return [{ topic, records }];
  });
