/**
 * Records of a topic for the page: the newest, those from an offset or a time on, or those of a key; as text, and as rows
 * of a stream or a table over the topic.
 */
import { z } from 'zod';
import type { Engine } from '../../engine/engine.ts';
import type { BrowsedRecord, RecordsAnswer } from '../../inspect/live/page-answers.ts';
import type { LogRecord } from '../../log/topics/log-record.ts';
import type { PartitionLog } from '../../log/topics/partition-log.ts';
import { isUnreadable, readSource } from '../../metastore/read-source.ts';
import { columnsOf, type Source } from '../../metastore/source.ts';
import { formatType } from '../../types/sql-type.ts';
import { API_CODES, ApiError } from '../http/api-error.ts';
import { valueWriter } from '../rows/value-writer.ts';
import { keyMatcher } from './key-matcher.ts';

const MOST_RECORDS = 500;
/** A search for a key ends after so many records; it says how far it came. */
const MOST_SEARCHED = 200_000;
const SEARCHED_IN_ONE_GO = 2_000;

export const recordsRequest = z.object({
  topic: z.string(),
  /** The stream or table whose columns are read; without: bytes as text. */
  source: z.string().nullish(),
  partition: z.number().int().min(0).nullish(),
  /** The first offset, ms since the epoch, or neither: the newest. */
  offset: z.number().int().min(0).nullish(),
  time: z.number().min(0).nullish(),
  /** The key as text, whatever format it is in; of a windowed key without its window. */
  key: z.string().nullish(),
  limit: z.number().int().min(1).max(MOST_RECORDS).default(50),
});
export type RecordsRequest = z.infer<typeof recordsRequest>;

/** Newest first. Throws ApiError for a topic or a source that is not there. */
export async function browseRecords(engine: Engine, asked: RecordsRequest): Promise<RecordsAnswer> {
  const topic = engine.log.topics.get(asked.topic);
  if (topic === undefined) throw new ApiError(API_CODES.notFound, `There is no topic ${asked.topic}.`);
  const source = sourceOf(engine, asked);
  const partitions = topic.partitions.filter(
    ({ partition }) =>
      asked.partition === undefined || asked.partition === null || partition === asked.partition,
  );
  const { found, searched } =
    typeof asked.key === 'string'
      ? await withKey(partitions, matcherOf(engine, asked.topic, asked.key), asked.limit)
      : { found: partitions.flatMap((partition) => windowOf(partition, asked)), searched: 0 };
  const forwards = typeof asked.offset === 'number' || typeof asked.time === 'number';
  const sorted = found.sort(
    (a, b) => b.record.timestamp - a.record.timestamp || b.record.offset - a.record.offset,
  );
  const chosen = forwards ? sorted.slice(-asked.limit) : sorted.slice(0, asked.limit);
  return {
    columns:
      source === undefined
        ? []
        : columnsOf(source).map(({ name, type }) => ({ name, type: formatType(type) })),
    records: chosen.map((one) => shown(one, source)),
    partitions: topic.partitions.map(({ partition, logStartOffset, highWatermark }) => ({
      partition,
      start: logStartOffset,
      end: highWatermark,
    })),
    searched,
  };
}

const matcherOf = (engine: Engine, topic: string, key: string): ((record: LogRecord) => boolean) =>
  keyMatcher(
    key,
    engine.sources().flatMap((source) => (source.topic === topic ? [source.window] : [])),
  );

function sourceOf(engine: Engine, { topic, source }: RecordsRequest): Source | undefined {
  if (typeof source !== 'string') return undefined;
  const found = engine.sources().find(({ name }) => name === source);
  if (found === undefined || found.topic !== topic)
    throw new ApiError(API_CODES.notFound, `There is no ${source} over the topic ${topic}.`);
  return found;
}

interface Found {
  readonly partition: number;
  readonly record: LogRecord;
}

const placed = (partition: PartitionLog, records: readonly LogRecord[]): readonly Found[] =>
  records.map((record) => ({ partition: partition.partition, record }));

function windowOf(partition: PartitionLog, { offset, time, limit }: RecordsRequest): readonly Found[] {
  if (typeof offset === 'number') return placed(partition, partition.committed(offset, limit));
  if (typeof time === 'number')
    return placed(partition, partition.committed(firstSince(partition, time), limit));
  const from = Math.max(partition.logStartOffset, partition.highWatermark - limit);
  return placed(partition, partition.committed(from, limit));
}

/** The first offset at or after a time, by halves; times rise with offsets, about. */
function firstSince(partition: PartitionLog, time: number): number {
  let low = partition.logStartOffset;
  let high = partition.highWatermark;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((partition.committed(middle, 1)[0]?.timestamp ?? 0) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** From the newest back, in pieces: others have their turn in between. */
async function withKey(
  partitions: readonly PartitionLog[],
  matches: (record: LogRecord) => boolean,
  limit: number,
): Promise<{ readonly found: Found[]; readonly searched: number }> {
  const found: Found[] = [];
  let searched = 0;
  for (const partition of partitions) {
    let end = partition.highWatermark;
    let ofPartition = 0;
    while (end > partition.logStartOffset && ofPartition < limit && searched < MOST_SEARCHED) {
      const from = Math.max(partition.logStartOffset, end - SEARCHED_IN_ONE_GO);
      const records = partition.committed(from, end - from).filter(matches);
      found.push(...placed(partition, records));
      ofPartition += records.length;
      searched += end - from;
      end = from;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  return { found, searched };
}

function shown({ partition, record }: Found, source: Source | undefined): BrowsedRecord {
  const { offset, timestamp } = record;
  const head = { partition, offset, timestamp, key: textOf(record.key), value: textOf(record.value) };
  if (source === undefined) return { ...head, row: undefined, unreadable: undefined, window: undefined };
  const read = readSource(source, record, partition);
  if (isUnreadable(read))
    return { ...head, row: undefined, unreadable: `${read.part}: ${read.unreadable}`, window: undefined };
  const row = columnsOf(source).map(({ type }, i) => valueWriter(type)(read.row[i] ?? null));
  return { ...head, row, unreadable: undefined, window: read.window };
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** Bytes as text; those that are none as hexadecimal digits. */
function textOf(bytes: LogRecord['key']): string | null {
  if (bytes === null || typeof bytes === 'string') return bytes;
  try {
    const text = UTF8.decode(bytes);
    if (!/(?![\t\n\r])\p{Cc}/u.test(text)) return text;
  } catch {
    // not text
  }
  return `0x${bytes.toString('hex')}`;
}
