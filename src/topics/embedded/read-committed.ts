import { asBuffer } from '../../ksql/log/log-record.ts';
import type { PartitionLog } from '../../ksql/log/partition-log.ts';
import type { TopicRecord } from '../port.ts';

/** Up to `max` durable records of a partition from `offset` on. */
export function readCommitted(log: PartitionLog, offset: number, max: number): TopicRecord[] {
  const end = Math.min(log.committedEnd, offset + max);
  const records: TopicRecord[] = [];
  for (let at = Math.max(0, offset); at < end; at++) {
    const { timestamp, key, value, headers } = log.get(at);
    records.push({
      topic: log.topic,
      partition: log.partition,
      offset: at,
      timestamp,
      key: asBuffer(key),
      value: asBuffer(value),
      headers,
    });
  }
  return records;
}
