import type { Disk } from '../../../src/log/disk/disk.ts';
import { openTopicLog, type TopicLog, type TopicLogOptions } from '../../../src/log/topic-log.ts';
import type { PartitionLog } from '../../../src/log/topics/partition-log.ts';

/** The time of the logs that are opened here; ms since the epoch. It is set again before each test. */
export const clock = { now: 0 };
export const DAY = 24 * 3_600_000;

beforeEach(() => {
  clock.now = 1_700_000_000_000;
});

/** A log of small segments, about ten records each, that keeps a second. */
export const openSmall = (disk: Disk, options: Partial<TopicLogOptions> = {}): TopicLog =>
  openTopicLog({ disk, now: () => clock.now, segmentBytes: 2_000, retentionMs: 1_000, ...options });

export const partition = (log: TopicLog, topic: string): PartitionLog =>
  log.topics.get(topic)!.partitions[0]!;

export const values = (log: TopicLog, topic: string): string[] =>
  partition(log, topic)
    .committed(0, 1e6)
    .map(({ value }) => String(value));

/** What `fill` appends at these offsets. */
export const valuesFrom = (first: number, end: number): string[] =>
  Array.from({ length: end - first }, (_, i) => valueAt(first + i));

export const valueAt = (offset: number): string => `${offset} ${'x'.repeat(90)}`;

/** Appends records, one per commit, `stepMs` apart. */
export async function fill(log: TopicLog, topic: string, count: number, stepMs = 10): Promise<void> {
  const target = log.createTopic(topic, 1).partitions[0]!;
  for (let i = 0; i < count; i++) {
    log.append(target, clock.now, null, valueAt(target.logEndOffset));
    await log.commit();
    clock.now += stepMs;
  }
  await deletionsDone();
}

/** What is deleted beside the writing is gone. */
export async function deletionsDone(): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve();
}
