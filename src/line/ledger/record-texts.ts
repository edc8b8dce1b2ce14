import type { TopicRecord } from 'ksqlite/topics';
import { type Outcome, outcomeOf } from './outcome-record.ts';
import { partIdOf } from './part-id.ts';

/** What the ledger takes from records, in the format that they are in. */
export interface RecordTexts {
  /** The id of a part that can be read; undefined where it has none. */
  readonly partId: (record: TopicRecord) => string | undefined;
  /** Of `rccar-completed` and `rccar-incomplete`; undefined where the record is not of the contract's form. */
  readonly outcome: (record: TopicRecord) => Outcome | undefined;
}

export const JSON_TEXTS: RecordTexts = {
  partId: ({ value }) => (value === null ? undefined : partIdOf(value)),
  outcome: ({ value }) => outcomeOf(value),
};
