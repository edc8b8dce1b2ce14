import fc from 'fast-check';
import { type StreamRecord, streamRecord } from '../../../src/runtime/stream-record.ts';
import type { SqlValue } from '../../../src/types/sql-value.ts';

/** A record that may come late, at the time of another, without a key or without a value. */
export interface Event {
  readonly key: string | null;
  readonly ts: number;
  readonly tombstone: boolean;
}

const key = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('a', 'b', 'c') },
  { weight: 1, arbitrary: fc.constant(null) },
);

/** Times within a narrow range, so that they are often equal, late, and at the very edge of a window. */
export const events = (latest = 60, maxLength = 30): fc.Arbitrary<Event[]> =>
  fc.array(
    fc.record({
      key,
      ts: fc.nat(latest),
      tombstone: fc.oneof(
        { weight: 12, arbitrary: fc.constant(false) },
        { weight: 1, arbitrary: fc.constant(true) },
      ),
    }),
    { maxLength, size: 'max' },
  );

/** The events as records with the row (key, number of the event). */
export const recordsOf = (all: readonly Event[]): StreamRecord[] =>
  all.map(({ key, ts, tombstone }, i) => streamRecord(ts, 0, i, [key, i], tombstone));

/** Groups by the first column. */
export const groupBy = [(record: StreamRecord): SqlValue => record.row[0] ?? null];
