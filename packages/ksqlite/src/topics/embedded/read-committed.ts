import { asBuffer, type LogRecord } from '../../log/topics/log-record.ts';
import type { PartitionLog } from '../../log/topics/partition-log.ts';
import type { TopicRecord } from '../port.ts';

/** Up to `max` durable records of a partition from `offset` on. */
export const readCommitted = (log: PartitionLog, offset: number, max: number): TopicRecord[] =>
  log.committed(offset, max).map((record) => topicRecord(log, record));

/** A record of a partition as users of the port see it. */
export const topicRecord = (
  { topic, partition }: Pick<PartitionLog, 'topic' | 'partition'>,
  { offset, timestamp, key, value, headers }: LogRecord,
): TopicRecord => ({
  topic,
  partition,
  offset,
  timestamp,
  key: asBuffer(key),
  value: asBuffer(value),
  headers,
});
