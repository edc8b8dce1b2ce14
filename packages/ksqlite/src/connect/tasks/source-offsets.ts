/**
 * Where a source's offset is, so that it is in the commit that holds the records.
 *
 * In a data folder: the metadata of a consumer group's offset, which is replaced, not appended. On Kafka, where the offsets of a
 * group without members expire: a record of a compacted topic, as Kafka Connect has it, read from the topic's end.
 */

import { KEPT_FOR_EVER, type OutgoingRecord, type TopicRecord, type Topics } from '../../topics/port.ts';
import { ConnectorError } from '../connector-error.ts';
import type { JsonValue } from '../data.ts';

/** Of all sources of all processes. */
export const OFFSETS_TOPIC = '_connect-offsets';
/** An offset as JSON, bytes: what a broker keeps as an offset's metadata. */
const LONGEST_OFFSET = 4_000;

export interface SourceOffsets {
  /** What was committed last. */
  readonly last: JsonValue | undefined;
  /**
   * Writes records and the offset behind them in one commit; resolves when it is durable.
   *
   * @throws ConnectorError for an offset that is too long; what the topics throw
   */
  commit(records: readonly OutgoingRecord[], offset: JsonValue): Promise<void>;
}

/** @param name of the connector */
export async function sourceOffsets(
  topics: Topics,
  where: 'group' | 'topic',
  name: string,
): Promise<SourceOffsets> {
  await topics.create([{ name: OFFSETS_TOPIC, partitions: 1, retentionMs: KEPT_FOR_EVER, compacted: true }]);
  return where === 'group' ? inGroup(topics, name) : inTopic(topics, name);
}

/** So many records may be written before the statements that read them are waited for. */
const RECORDS_AHEAD = 5_000;

async function inGroup(topics: Topics, name: string): Promise<SourceOffsets> {
  let last: JsonValue | undefined;
  const subscription = await topics.subscribe({
    group: `connect-${name}`,
    topics: [OFFSETS_TOPIC],
    from: 'earliest',
    onAssigned: ([assigned]) => {
      if (assigned !== undefined && assigned.metadata !== '') last = JSON.parse(assigned.metadata);
    },
  });
  let ahead = 0;
  return {
    last,
    commit: async (records, offset) => {
      const metadata = offsetText(offset);
      ahead += records.length;
      if (ahead > RECORDS_AHEAD) {
        // a commit of a subscription does not wait for readers that are behind; this does
        await topics.produce([]);
        ahead = 0;
      }
      await subscription.commit(records, [{ topic: OFFSETS_TOPIC, partition: 0, offset: 0, metadata }]);
    },
  };
}

async function inTopic(topics: Topics, name: string): Promise<SourceOffsets> {
  const last = await lastRecord(topics, name);
  return {
    last: last?.value == null ? undefined : (JSON.parse(last.value.toString('utf8')) as JsonValue),
    commit: (records, offset) =>
      topics.produce([
        ...records,
        { topic: OFFSETS_TOPIC, partition: 0, key: name, value: offsetText(offset) },
      ]),
  };
}

function offsetText(offset: JsonValue): string {
  const text = JSON.stringify(offset);
  if (Buffer.byteLength(text) > LONGEST_OFFSET)
    throw new ConnectorError(`an offset of a source has ${LONGEST_OFFSET} bytes as JSON at most`);
  return text;
}

/** Offsets of the first look, from the topic's end; each further look is twice as long: what is compacted has offsets and no records. */
const FIRST_LOOK = 1_000;
const MOST_READ = 10_000;

async function lastRecord(topics: Topics, name: string): Promise<TopicRecord | undefined> {
  const [range] = (await topics.ranges(OFFSETS_TOPIC)) ?? [];
  let end = range?.end ?? 0;
  const first = range?.start ?? 0;
  for (let look = FIRST_LOOK; end > first; look *= 2) {
    const start = Math.max(first, end - look);
    const found = await lastBetween(topics, name, start, end);
    if (found !== undefined) return found;
    end = start;
  }
  return undefined;
}

async function lastBetween(
  topics: Topics,
  name: string,
  start: number,
  end: number,
): Promise<TopicRecord | undefined> {
  let found: TopicRecord | undefined;
  for (let offset = start; offset < end; ) {
    const read = await topics.read(OFFSETS_TOPIC, 0, offset, Math.min(end - offset, MOST_READ));
    const last = read.at(-1);
    if (last === undefined) break;
    found = read.findLast(({ offset: at, key }) => at < end && key?.toString('utf8') === name) ?? found;
    offset = last.offset + 1;
  }
  return found;
}
