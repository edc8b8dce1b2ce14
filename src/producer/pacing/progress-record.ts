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

/** Offsets of the first look, from the topic's end; each further look is twice as long: what is compacted has offsets and no records. */
const FIRST_LOOK = 1_000;
const MOST_READ = 10_000;

/** The last progress of a source, or undefined when nothing of it was ever sent. Reads the topic from its end. */
export async function lastProgress(topics: Topics, sourceId: string): Promise<SourceProgress | undefined> {
  const [range] = (await topics.ranges(PROGRESS_TOPIC)) ?? [];
  if (range === undefined) return undefined;
  let end = range.end;
  for (let look = FIRST_LOOK; end > range.start; look *= 2) {
    const start = Math.max(range.start, end - look);
    const last = await lastBetween(topics, sourceId, start, end);
    if (last !== undefined) return progressSchema.parse(JSON.parse(last.value?.toString('utf8') ?? ''));
    end = start;
  }
  return undefined;
}

/** The last record of a source from `start` to before `end`. A read may answer with fewer records than there are. */
async function lastBetween(
  topics: Topics,
  sourceId: string,
  start: number,
  end: number,
): Promise<TopicRecord | undefined> {
  let found: TopicRecord | undefined;
  for (let offset = start; offset < end; ) {
    const read = await topics.read(PROGRESS_TOPIC, 0, offset, Math.min(end - offset, MOST_READ));
    const last = read.at(-1);
    if (last === undefined) break;
    const isOurs = ({ offset: at, key }: TopicRecord) => at < end && key?.toString('utf8') === sourceId;
    found = read.findLast(isOurs) ?? found;
    offset = last.offset + 1;
  }
  return found;
}
