import type { Header, TopicRecord } from '../../topics/port.ts';
import { messageOf } from '../requests/request-failure.ts';
import { DeadLetter } from './dead-letter-result.ts';
import { oneLine } from './one-line.ts';

/** A record as `call` is given it. */
export interface EnrichRecord<T> {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** ms since the epoch */
  readonly timestamp: number;
  /** the key's bytes as UTF-8 */
  readonly key: string | null;
  /** what `decode` made of the value */
  readonly value: T;
  readonly headers: readonly Header[];
  /** as it is on the topic: key and value as bytes */
  readonly raw: TopicRecord;
}

/**
 * Makes of a record what `call` works with. What it throws, or a `deadLetter(reason)` that it gives, makes the record a dead
 * letter: it can't be read.
 */
export type Decoder<T> = (record: TopicRecord) => T | DeadLetter;

/**
 * The value as JSON.
 *
 * @param check makes of it what `call` works with, or throws, as a schema's `parse` does. A record without a value is null
 * @example
 * ```ts
 * import { json } from 'ksqlite/enrich';
 *
 * const decode = json((value) => {
 *   const { city } = value as { city?: unknown };
 *   if (typeof city !== 'string') throw new Error('city is not a text');
 *   return { city };
 * });
 * ```
 */
export const json =
  <T = unknown>(check: (value: unknown) => T = (value) => value as T): Decoder<T> =>
  ({ value }) => {
    let parsed: unknown = null;
    if (value !== null)
      try {
        parsed = JSON.parse(value.toString('utf8'));
      } catch {
        return new DeadLetter('the value is not JSON');
      }
    return check(parsed);
  };

/** The value's bytes as they are; null of a record without a value. */
export const bytes: Decoder<Buffer | null> = ({ value }) => value;

/** The record decoded, or why it can't be. */
export function decoded<T>(decode: Decoder<T>, record: TopicRecord): EnrichRecord<T> | DeadLetter {
  const { topic, partition, offset, timestamp, key, headers } = record;
  try {
    const value = decode(record);
    if (value instanceof DeadLetter) return value;
    return {
      topic,
      partition,
      offset,
      timestamp,
      key: key === null ? null : key.toString('utf8'),
      value,
      headers,
      raw: record,
    };
  } catch (error) {
    return new DeadLetter(`the value can’t be read: ${oneLine(messageOf(error))}`);
  }
}
