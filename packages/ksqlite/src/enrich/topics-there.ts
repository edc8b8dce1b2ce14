import { CommandError } from '../errors/command-error.ts';
import { isRefused, type Topics } from '../topics/port.ts';

/**
 * Looks whether all topics are there before anything is asked, and whether there is a schema for the results where there must be one:
 * else every record would be asked for, and fail. The topic of dead letters is created, with as many partitions as the first topic
 * that is read.
 *
 * @returns how many partitions each topic has that results go to
 * @throws CommandError TOPIC_UNKNOWN, SCHEMA_REGISTRY
 */
export async function checkTopics(
  topics: Topics,
  from: readonly string[],
  to: string,
  deadLetters: string,
): Promise<ReadonlyMap<string, number>> {
  const ranges = await Promise.all([...from, to].map((name) => topics.ranges(name)));
  const missing = [...from, to].filter((_, i) => ranges[i] === undefined);
  if (missing.length > 0)
    throw new CommandError('TOPIC_UNKNOWN', `there is no topic ${missing.join(', ')}: create it first`);
  const withoutValue = await topics.prepare?.({ topic: to, key: null, value: null });
  if (withoutValue !== undefined && isRefused(withoutValue))
    throw new CommandError('SCHEMA_REGISTRY', withoutValue.message);
  const letters = (await topics.ranges(deadLetters))?.length;
  const partitions = letters ?? ranges[0]?.length ?? 1;
  if (letters === undefined) await topics.create([{ name: deadLetters, partitions }]);
  return new Map([
    [to, ranges.at(-1)?.length ?? 0],
    [deadLetters, partitions],
  ]);
}
