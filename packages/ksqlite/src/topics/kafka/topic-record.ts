import type { OutgoingRecord, TopicRecord } from '../port.ts';
import type { NativeMessage, NativeProducer } from './native/native-client.ts';

/** The client takes an empty buffer without memory behind it for null. */
const EMPTY = Buffer.alloc(1).subarray(0, 0);

/** A record as it was read. */
export function topicRecord(message: NativeMessage): TopicRecord {
  const { topic, partition, offset, timestamp, key, value, headers } = message;
  return {
    topic,
    partition,
    offset,
    timestamp,
    key: key === null ? null : Buffer.from(key),
    value,
    headers: (headers ?? []).flatMap((header) =>
      Object.entries(header).map(([name, bytes]) => ({
        key: name,
        value: bytes === null ? null : Buffer.from(bytes),
      })),
    ),
  };
}

/** Hands a record to the client's queue. Throws as the client does, when the queue is full among others. */
export function enqueue(producer: NativeProducer, record: OutgoingRecord): void {
  producer.produce(
    record.topic,
    record.partition ?? -1, // the client chooses, by its partitioner
    bytesOf(record.value),
    bytesOf(record.key),
    record.timestamp,
    undefined,
    // the client writes no header whose value is null: it becomes an empty one
    (record.headers ?? []).map(({ key, value }) => ({ [key]: bytesOf(value) ?? EMPTY })),
  );
}

function bytesOf(value: Buffer | string | null): Buffer | null {
  if (value === null) return null;
  const bytes = typeof value === 'string' ? Buffer.from(value, 'utf8') : value;
  return bytes.length === 0 ? EMPTY : bytes;
}
