import type { Header, OutgoingRecord, TopicRecord } from 'ksqlite/topics';
import { TOPICS } from '../../contracts/topic-names.ts';

/**
 * A record that could not be read, for `rccar-dead-letter`: the raw key and value, and in the headers why and where it
 * came from. It gets the time of writing: the origin's may be what is wrong with it.
 */
export function deadLetter(record: TopicRecord, reason: string): OutgoingRecord {
  return {
    topic: TOPICS.deadLetter,
    key: record.key,
    value: record.value,
    headers: [
      header('reason', reason),
      header('origin.topic', record.topic),
      header('origin.partition', String(record.partition)),
      header('origin.offset', String(record.offset)),
      header('origin.timestamp', String(record.timestamp)),
    ],
  };
}

const header = (key: string, text: string): Header => ({ key, value: Buffer.from(text, 'utf8') });
