import type { Disk } from '../../../src/log/disk/disk.ts';
import { openTopicLog, type TopicLog, type TopicLogOptions } from '../../../src/log/topic-log.ts';
import type { PartitionLog } from '../../../src/log/topics/partition-log.ts';

/** The log of a disk, on a clock that stands still. */
export const openLog = (disk: Disk, options: Partial<TopicLogOptions> = {}): TopicLog =>
  openTopicLog({ disk, now: () => 0, ...options });

export const partition = (log: TopicLog, topic: string, at = 0): PartitionLog =>
  log.topics.get(topic)!.partitions[at]!;

/** The values of a topic's first partition, as text. */
export const values = (log: TopicLog, topic: string): string[] =>
  Array.from({ length: partition(log, topic).logEndOffset }, (_, i) =>
    String(partition(log, topic).get(i).value),
  );
