import type { TopicLog } from '../log/topic-log.ts';
import type { PartitionLog } from '../log/topics/partition-log.ts';

export interface TopicStatistics {
  /** Records ever written. */
  readonly total: number;
  /** By the records' own timestamps, over the last `RATE_WINDOW_MS`. */
  readonly perSecond: number;
  /** ms since the epoch; undefined: no records */
  readonly lastTimestamp: number | undefined;
}

export const RATE_WINDOW_MS = 60_000;

/**
 * Counted when asked, from the log alone: nothing is measured while records go through. The rate takes timestamps to
 * rise with the offsets, about.
 *
 * @throws KsqlError LOG_DAMAGED
 */
export function topicStatistics(log: TopicLog, topic: string, now: number): TopicStatistics {
  let total = 0;
  let recent = 0;
  let lastTimestamp: number | undefined;
  for (const partition of log.topics.get(topic)?.partitions ?? []) {
    const end = partition.highWatermark;
    total += end;
    if (end === partition.logStartOffset) continue;
    recent += end - firstSince(partition, end, now - RATE_WINDOW_MS);
    const last = partition.get(end - 1).timestamp;
    lastTimestamp = Math.max(lastTimestamp ?? last, last);
  }
  return { total, perSecond: recent / (RATE_WINDOW_MS / 1000), lastTimestamp };
}

/** The first offset at or after a time, by halves: a few reads however long the topic. */
function firstSince(partition: PartitionLog, end: number, time: number): number {
  let low = partition.logStartOffset;
  let high = end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (partition.get(middle).timestamp < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
