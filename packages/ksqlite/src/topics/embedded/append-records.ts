import { KsqlError } from '../../errors/ksql-error.ts';
import type { TopicLog } from '../../log/topic-log.ts';
import { partitionFor } from '../../log/topics/murmur2.ts';
import type { PartitionLog } from '../../log/topics/partition-log.ts';
import { refuseReadOnly } from '../../log/topics/read-only-topic.ts';
import type { OutgoingRecord } from '../port.ts';

/** Appends all records to the commit under way, or none. Throws KsqlError TOPIC_UNKNOWN, TOPIC_READ_ONLY. */
export function appendRecords(
  log: TopicLog,
  records: readonly OutgoingRecord[],
  now: number,
  roundRobin: { next: number },
): void {
  const targets = records.map((record) => target(log, record, roundRobin));
  records.forEach((record, i) => {
    log.append(targets[i] as PartitionLog, record.timestamp ?? now, record.key, record.value, record.headers);
  });
}

function target(log: TopicLog, record: OutgoingRecord, roundRobin: { next: number }): PartitionLog {
  refuseReadOnly(record.topic);
  const partitions = log.topics.get(record.topic)?.partitions;
  if (partitions === undefined)
    throw new KsqlError('TOPIC_UNKNOWN', `there is no topic ${record.topic}`, { hint: 'create it first' });
  const index =
    record.partition ??
    (record.key === null
      ? roundRobin.next++ % partitions.length
      : partitionFor(record.key, partitions.length));
  const partition = partitions[index];
  if (partition === undefined)
    throw new KsqlError('TOPIC_UNKNOWN', `topic ${record.topic} has no partition ${index}`);
  return partition;
}
