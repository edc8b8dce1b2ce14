import { rangesOf } from '../../../topics/dump.ts';
import type { PartitionRange, ReadableTopics } from '../../../topics/port.ts';

/** What is known of a topic. */
export interface TopicRow {
  readonly name: string;
  readonly partitions: number;
  /** Offsets that are kept; on Kafka the ends of transactions are among them. */
  readonly records: number;
  /** Timestamp of the newest record that is the last of its partition, ms since the epoch; null: there is none. */
  readonly newest: number | null;
  /** Its own, ms; −1: for ever; null: as its place is set. Of data folders alone. */
  readonly retentionMs?: number | null;
}

/** How far before the end a last record is looked for: the end of a transaction has an offset, too. */
const LAST = 2;

/** Throws CommandError TOPIC_UNKNOWN. */
export async function topicRow(
  topics: ReadableTopics,
  name: string,
  where: string,
): Promise<Omit<TopicRow, 'retentionMs'>> {
  const ranges = await rangesOf(topics, name, where);
  let newest: number | null = null;
  for (const range of ranges) {
    const time = await newestOf(topics, name, range);
    if (time !== undefined) newest = Math.max(newest ?? time, time);
  }
  const records = ranges.reduce((sum, { start, end }) => sum + end - start, 0);
  return { name, partitions: ranges.length, records, newest };
}

async function newestOf(
  topics: ReadableTopics,
  name: string,
  { partition, start, end }: PartitionRange,
): Promise<number | undefined> {
  if (start === end) return undefined;
  const last = await topics.read(name, partition, Math.max(start, end - LAST), LAST);
  return last.at(-1)?.timestamp;
}

/** A table for people. */
export function topicTable(rows: readonly TopicRow[]): string {
  const withRetention = rows.some(({ retentionMs }) => retentionMs !== undefined);
  const head = ['topic', 'partitions', 'records', 'newest', ...(withRetention ? ['kept'] : [])];
  const cells = rows.map(({ name, partitions, records, newest, retentionMs }) => [
    name,
    String(partitions),
    String(records),
    newest === null ? '-' : new Date(newest).toISOString(),
    ...(withRetention ? [keptText(retentionMs ?? null)] : []),
  ]);
  const widths = head.map((title, i) => Math.max(title.length, ...cells.map((row) => row[i]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => (i === 1 || i === 2 ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd();
  return [head, ...cells].map((row) => `${line(row)}\n`).join('');
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** How long its records are kept. */
function keptText(retentionMs: number | null): string {
  if (retentionMs === null) return 'as set at opening';
  if (retentionMs < 0) return 'for ever';
  if (retentionMs % DAY_MS === 0) return `${retentionMs / DAY_MS} days`;
  return retentionMs % HOUR_MS === 0 ? `${retentionMs / HOUR_MS} hours` : `${retentionMs / 1_000} s`;
}
