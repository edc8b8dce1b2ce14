import type { PartTopic } from '../../contracts/topic-names.ts';

/** A record of a part topic and when it is to be sent. */
export interface DueRecord {
  /** ms after the start; never less than that of the record before */
  readonly at: number;
  readonly topic: PartTopic;
  readonly key: string | null;
  readonly value: string | null;
}

/** Records in a fixed order that can be read again from any place, as a restart does. */
export interface RecordSource {
  /** names the source and the order of its records: two of the same name have the same records */
  readonly id: string;
  /** how `at` came about; a restart at another pace begins a new schedule */
  readonly pace: string;
  readonly total: number;
  /** The records from number `from` (counted from 0) on. */
  records(from: number): Iterator<DueRecord> | AsyncIterator<DueRecord>;
}
