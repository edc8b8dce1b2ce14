import fc from 'fast-check';
import { type StreamRecord, streamRecord } from '../../../src/runtime/stream-record.ts';
import type { SqlValue } from '../../../src/types/sql-value.ts';

/** A record that may come late, at the time of another, without a key or without a value. */
export interface Event {
  readonly key: string | null;
  readonly ts: number;
  readonly tombstone: boolean;
  /** No record: stream time moves to `ts`. */
  readonly advance?: true;
}

export const KEYS = ['a', 'b', 'c'] as const;

const key = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...KEYS) },
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

/** The same, and now and then time moves by itself. */
export const eventsAndTime = (latest = 60, maxLength = 30): fc.Arbitrary<Event[]> =>
  events(latest, maxLength).chain((all) =>
    fc
      .array(fc.nat(9), { minLength: all.length, maxLength: all.length })
      .map((chances) =>
        all.map((event, i) =>
          chances[i] === 0 ? { key: null, ts: event.ts, tombstone: false, advance: true } : event,
        ),
      ),
  );

/** The `number`th event as a record with the row (key, number). */
export const recordOf = ({ key, ts, tombstone }: Event, number: number): StreamRecord =>
  streamRecord(ts, 0, number, [key, number], tombstone);

/** Feeds an operator with one input. */
export const takeEvent =
  (operator: { receive(record: StreamRecord): void; advance(ts: number): void }) =>
  (event: Event, number: number): void => {
    if (event.advance === true) operator.advance(event.ts);
    else operator.receive(recordOf(event, number));
  };

/** Groups by the first column. */
export const groupBy = [(record: StreamRecord): SqlValue => record.row[0] ?? null];
