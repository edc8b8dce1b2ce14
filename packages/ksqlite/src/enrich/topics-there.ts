import { CommandError } from '../errors/command-error.ts';
import type { Topics } from '../topics/port.ts';

/**
 * Looks whether all topics are there before anything is asked: what can't be written would be asked for again and again. The topic
 * of dead letters is created, with as many partitions as the first topic that is read.
 *
 * @throws CommandError TOPIC_UNKNOWN
 */
export async function checkTopics(
  topics: Topics,
  from: readonly string[],
  to: string,
  deadLetters: string,
): Promise<void> {
  const ranges = await Promise.all([...from, to].map((name) => topics.ranges(name)));
  const missing = [...from, to].filter((_, i) => ranges[i] === undefined);
  if (missing.length > 0)
    throw new CommandError('TOPIC_UNKNOWN', `there is no topic ${missing.join(', ')}: create it first`);
  if ((await topics.ranges(deadLetters)) === undefined)
    await topics.create([{ name: deadLetters, partitions: ranges[0]?.length ?? 1 }]);
}
