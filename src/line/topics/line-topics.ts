import { CommandError } from 'ksqlite/cli';
import { KEPT_FOR_EVER, type NewTopic, type Topics } from 'ksqlite/topics';
import { PART_TOPICS, PARTITIONS, PROGRESS_TOPIC, TOPICS } from '../../contracts/topic-names.ts';

/**
 * ksqlDB refuses a topic that is there with another retention than it would give it: that of what it reads, and where
 * that says nothing a week.
 */
const RETENTION_MS = 7 * 24 * 3_600_000;
const PART_NAMES: ReadonlySet<string> = new Set(PART_TOPICS);

/**
 * Every topic that something other than a statement reads or writes. What statements hand each other, ksqlDB creates
 * itself: it knows which of them are to be compacted.
 */
export const LINE_TOPICS: readonly NewTopic[] = [
  ...Object.values(TOPICS).map((name) => ({
    name,
    partitions: PARTITIONS,
    retentionMs: RETENTION_MS,
    // a part's time is when it arrived
    ...(PART_NAMES.has(name) ? { stampedByBroker: true } : {}),
  })),
  { name: PROGRESS_TOPIC, partitions: 1, retentionMs: KEPT_FOR_EVER, compacted: true },
];

/**
 * Makes sure that the part topics are there and have the partitions that the joins need.
 *
 * @throws CommandError TOPIC_UNKNOWN or TOPIC_PARTITIONS, which names every topic that is wrong
 */
export async function checkTopics(topics: Topics, plan: readonly NewTopic[]): Promise<void> {
  const counts = await partitionCounts(topics, plan);
  const missing = plan.filter(({ name }) => counts.get(name) === undefined).map(({ name }) => name);
  if (missing.length > 0)
    throw new CommandError(
      'TOPIC_UNKNOWN',
      `there is no topic ${missing.join(', ')}: run npm run topics first`,
    );
  const other = plan.filter(({ name, partitions }) => counts.get(name) !== partitions);
  if (other.length > 0) throw new CommandError('TOPIC_PARTITIONS', wrongCounts(other, counts));
}

/** Partitions of each topic of the plan; undefined where there is no such topic. */
export async function partitionCounts(
  topics: Topics,
  plan: readonly NewTopic[],
): Promise<ReadonlyMap<string, number | undefined>> {
  const counts = new Map<string, number | undefined>();
  for (const { name } of plan) counts.set(name, (await topics.ranges(name))?.length);
  return counts;
}

/** What to tell of topics with other partition counts than planned. */
export function wrongCounts(
  other: readonly NewTopic[],
  counts: ReadonlyMap<string, number | undefined>,
): string {
  const list = other.map(({ name, partitions }) => `${name} has ${counts.get(name)}, wants ${partitions}`);
  return `topics with other partition counts: ${list.join('; ')}. Every topic of a join needs the same number: delete those topics (their records go with them) and run npm run topics`;
}

export const PART_TOPIC_PLAN: readonly NewTopic[] = PART_TOPICS.map((name) => ({
  name,
  partitions: PARTITIONS,
}));
