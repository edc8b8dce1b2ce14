import type { OutgoingRecord, TopicRecord, Topics } from 'ksqlite/topics';
import { z } from 'zod';
import { PROGRESS_TOPIC } from '../../contracts/topic-names.ts';

const progressSchema = z.object({
  /** records of the source that are on their topics */
  sent: z.number().int().min(0),
  /** ms since the epoch; what the source's `at`s count from */
  startedAt: z.number(),
  /** the pace that `startedAt` goes with */
  pace: z.string(),
  finished: z.boolean(),
});
export type SourceProgress = z.infer<typeof progressSchema>;

export function progressRecord(
  sourceId: string,
  progress: SourceProgress,
  timestamp: number,
): OutgoingRecord {
  return { topic: PROGRESS_TOPIC, key: sourceId, value: JSON.stringify(progress), timestamp, partition: 0 };
}

const CHUNK = 1_000;

/** The last progress of a source, or undefined when nothing of it was ever sent. Reads the topic from its end. */
export async function lastProgress(topics: Topics, sourceId: string): Promise<SourceProgress | undefined> {
  const [range] = (await topics.ranges(PROGRESS_TOPIC)) ?? [];
  if (range === undefined) return undefined;
  let end = range.end;
  while (end > range.start) {
    const start = Math.max(range.start, end - CHUNK);
    const records = await recordsBetween(topics, start, end);
    const last = records.findLast((record) => record.key?.toString('utf8') === sourceId);
    if (last !== undefined) return progressSchema.parse(JSON.parse(last.value?.toString('utf8') ?? ''));
    end = start;
  }
  return undefined;
}

/** A read may answer with fewer records than there are. */
async function recordsBetween(topics: Topics, start: number, end: number): Promise<readonly TopicRecord[]> {
  const records: TopicRecord[] = [];
  for (let offset = start; offset < end; ) {
    const read = await topics.read(PROGRESS_TOPIC, 0, offset, end - offset);
    const last = read.at(-1);
    if (last === undefined) break;
    records.push(...read.filter((record) => record.offset < end));
    offset = last.offset + 1;
  }
  return records;
}
