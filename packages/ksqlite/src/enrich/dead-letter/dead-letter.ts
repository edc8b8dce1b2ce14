import type { OutgoingRecord, TopicRecord } from '../../topics/port.ts';
import { header, reasonHeaders } from './headers.ts';

/**
 * The dead letter of a record: its raw key and value, and in the headers why and where it came from. It gets the time of
 * writing: the origin's may be what is wrong with it.
 *
 * @param topic of dead letters
 * @param code of what became of it after it was read; none for one that could not be read
 */
export function letterOf(topic: string, record: TopicRecord, reason: string, code?: string): OutgoingRecord {
  return {
    topic,
    key: record.key,
    value: record.value,
    headers: [
      ...(code === undefined ? [header('reason', reason)] : reasonHeaders({ code, message: reason })),
      header('origin.topic', record.topic),
      header('origin.partition', String(record.partition)),
      header('origin.offset', String(record.offset)),
      header('origin.timestamp', String(record.timestamp)),
    ],
  };
}
