import { asBuffer } from '../../log/topics/log-record.ts';
import type { PartitionLog } from '../../log/topics/partition-log.ts';
import type { TopicRecord } from '../port.ts';

/** Up to `max` durable records of a partition from `offset` on. */
export function readCommitted(log: PartitionLog, offset: number, max: number): TopicRecord[] {
  return log.committed(offset, max).map((record) => ({
    topic: log.topic,
    partition: log.partition,
    offset: record.offset,
    timestamp: record.timestamp,
    key: asBuffer(record.key),
    value: asBuffer(record.value),
    headers: record.headers,
  }));
}
