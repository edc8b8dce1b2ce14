import type { Header, OutgoingRecord, TopicRecord } from '../../topics/port.ts';
import { letterOf } from '../dead-letter/dead-letter.ts';
import { reasonHeaders } from '../dead-letter/headers.ts';
import { DeadLetter } from './dead-letter-result.ts';
import type { Finished, Reason } from './finished.ts';

/** A record to write. */
export interface Output {
  /** A Buffer or a string is written as it is, null as a record without a value, anything else as JSON. */
  readonly value: unknown;
  /** default: the key of the record that was read */
  readonly key?: Buffer | string | null;
  /** default: `to` */
  readonly topic?: string;
  /** ms since the epoch; default: that of the record that was read */
  readonly timestamp?: number;
  /** default: by the key */
  readonly partition?: number;
  readonly headers?: readonly Header[];
}

/** What a record becomes: nothing (it is dropped), one record, several, a dead letter. */
export type Results =
  // biome-ignore lint/suspicious/noConfusingVoidType: a function that returns nothing drops the record
  void | undefined | null | Output | DeadLetter | readonly (Output | DeadLetter)[];

export interface ResultTopics {
  readonly to: string;
  readonly deadLetters: string;
}

/**
 * The record done, with what `call` made of it.
 *
 * @param failed why its request failed, where these results are of `onFailed`: they get the headers that say so
 * @throws TypeError when a result is not a record that can be written on any topic
 */
export function finishedWith(
  record: TopicRecord,
  results: Results,
  topics: ResultTopics,
  failed?: Reason,
): Finished {
  const all = listOf(results);
  const letter = all.find((result) => result instanceof DeadLetter);
  const records = all.map((result) =>
    result instanceof DeadLetter
      ? letterOf(topics.deadLetters, record, result.reason, failed?.code ?? result.code)
      : outgoing(record, result, topics.to, failed),
  );
  if (failed !== undefined) return { outcome: 'failed', records, reason: failed };
  if (letter === undefined) return { outcome: records.length === 0 ? 'dropped' : 'enriched', records };
  return { outcome: 'dead-lettered', records, reason: { code: letter.code, message: letter.reason } };
}

function listOf(results: Results): readonly (Output | DeadLetter)[] {
  if (results === undefined || results === null) return [];
  return isList(results) ? results : [results];
}

const isList = (
  results: Output | DeadLetter | readonly (Output | DeadLetter)[],
): results is readonly (Output | DeadLetter)[] => Array.isArray(results);

function outgoing(
  record: TopicRecord,
  output: Output,
  to: string,
  failed: Reason | undefined,
): OutgoingRecord {
  const { key = record.key, topic = to, timestamp = record.timestamp, partition, headers = [] } = output;
  checkShape(output);
  const all = failed === undefined ? headers : [...headers, ...reasonHeaders(failed)];
  return {
    topic,
    key,
    value: writable(output),
    timestamp,
    ...(partition === undefined ? {} : { partition }),
    ...(all.length === 0 ? {} : { headers: all }),
  };
}

/** Results are of code that may have no types: what is wrong here would fail the commit, of all records that are in it. */
function checkShape({ key, topic, timestamp, partition, headers }: Output): void {
  const isWrong =
    (key !== undefined && !isText(key) && key !== null && 'key') ||
    (topic !== undefined && (typeof topic !== 'string' || topic === '') && 'topic') ||
    (timestamp !== undefined && !isWhole(timestamp) && 'timestamp') ||
    (partition !== undefined && !isWhole(partition) && 'partition') ||
    (headers !== undefined && !(Array.isArray(headers) && headers.every(isHeader)) && 'headers');
  if (isWrong) throw new TypeError(`a result can't be written for its ${isWrong}`);
}

const isText = (given: unknown): given is Buffer | string =>
  typeof given === 'string' || Buffer.isBuffer(given);
const isWhole = (given: unknown): boolean => Number.isSafeInteger(given) && Number(given) >= 0;
const isHeader = (given: Partial<Header> | null): boolean =>
  typeof given?.key === 'string' && (given.value === null || Buffer.isBuffer(given.value));

function writable({ value }: Output): Buffer | string | null {
  if (value === null || isText(value)) return value;
  const text: string | undefined = JSON.stringify(value);
  if (text === undefined) throw new TypeError(`a result has no value that can be written: ${typeof value}`);
  return text;
}
