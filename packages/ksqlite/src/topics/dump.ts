import { CommandError } from '../errors/command-error.ts';
import { isReadOnlyTopic } from '../log/topics/read-only-topic.ts';
import { nearest } from '../sql/messages/nearest.ts';
import type { Header, PartitionRange, ReadableTopics, TopicRecord } from './port.ts';

/** Records read at once: with the text made of them, all that a dump holds in memory. */
const CHUNK = 1_000;

/**
 * A topic as JSON lines `{partition, offset, timestamp, key, value, headers}`, partition after partition, up to what
 * was there at the start. A value that is JSON stands as it is on the topic, digit for digit; any other one as its
 * text. Headers are an object of texts (of several of one name the last).
 *
 * @param where what messages call the place, such as "the data folder"
 * @returns texts of many whole lines each
 * @throws CommandError TOPIC_UNKNOWN
 */
export async function* dumpTopic(
  topics: ReadableTopics,
  name: string,
  where: string,
): AsyncGenerator<string, void> {
  for (const range of await rangesOf(topics, name, where))
    for await (const { text } of dumpRange(topics, name, range)) yield text;
}

/** Throws CommandError TOPIC_UNKNOWN, with the names that there are. */
export async function rangesOf(
  topics: ReadableTopics,
  name: string,
  where: string,
): Promise<readonly PartitionRange[]> {
  const ranges = await topics.ranges(name);
  if (ranges === undefined) throw new CommandError('TOPIC_UNKNOWN', await unknown(topics, name, where));
  return ranges;
}

/** The records of one partition, as texts of many whole lines each, and the offset behind them. */
export async function* dumpRange(
  topics: ReadableTopics,
  name: string,
  range: PartitionRange,
): AsyncGenerator<{ readonly text: string; readonly offset: number }, void> {
  for await (const { records, offset } of readRange(topics, name, range))
    yield { text: records.map(dumpLine).join(''), offset };
}

/** The records of one partition, many at a time, and the offset behind them. */
export async function* readRange(
  topics: ReadableTopics,
  name: string,
  { partition, start, end }: PartitionRange,
): AsyncGenerator<{ readonly records: readonly TopicRecord[]; readonly offset: number }, void> {
  for (let offset = start; offset < end; ) {
    const records = await topics.read(name, partition, offset, Math.min(CHUNK, end - offset));
    const last = records.at(-1);
    if (last === undefined) break; // only what is not a record is left, such as the end of a transaction
    offset = last.offset + 1;
    yield { records: records.filter((record) => record.offset < end), offset: Math.min(offset, end) };
  }
}

/** One line of a dump, its line feed included. */
export function dumpLine(record: TopicRecord): string {
  const key = record.key === null ? 'null' : JSON.stringify(record.key.toString('utf8'));
  return `{"partition":${record.partition},"offset":${record.offset},"timestamp":${record.timestamp},"key":${key},"value":${valueText(record.value)},"headers":${headersText(record.headers)}}\n`;
}

function valueText(value: Buffer | null): string {
  if (value === null) return 'null';
  const text = value.toString('utf8');
  try {
    const parsed: unknown = JSON.parse(text);
    // Spread over several lines it would break the dump's lines.
    return text.includes('\n') || text.includes('\r') ? JSON.stringify(parsed) : text;
  } catch {
    return JSON.stringify(text);
  }
}

function headersText(headers: readonly Header[]): string {
  if (headers.length === 0) return '{}';
  return JSON.stringify(
    Object.fromEntries(headers.map(({ key, value }) => [key, value?.toString('utf8') ?? null])),
  );
}

/** Of other names no more are listed. */
const LISTED = 20;

/** Topics that people don't make: of the engine, of the Schema Registry, of Kafka. */
const isInternal = (name: string): boolean => isReadOnlyTopic(name) || name.startsWith('__');

async function unknown(topics: ReadableTopics, name: string, where: string): Promise<string> {
  const names = (await topics.list()).filter((other) => !isInternal(other)).sort();
  const meant = names.find((other) => other.toLowerCase() === name.toLowerCase()) ?? nearest(name, names);
  const more = names.length > LISTED ? ` and ${names.length - LISTED} more` : '';
  const there = names.length === 0 ? 'it has none yet' : `it has ${names.slice(0, LISTED).join(', ')}${more}`;
  const hint = meant === undefined ? '' : ` (did you mean ${meant}?)`;
  return `There is no topic ${JSON.stringify(name)} in ${where}${hint}; ${there}`;
}
