import type { Command } from 'ksqlite/cli';
import {
  addCommonOptions,
  asksForHelp,
  CommandError,
  type CommonGiven,
  commonHelp,
  newParser,
  parseGiven,
  RetryWithBackoff,
  waitOption,
} from 'ksqlite/cli';
import type { ChooseTopics, NewTopic, Topics } from 'ksqlite/topics';
import { FORMAT_OPTION, formatOption, type GivenFormat } from '../../format/line-format.ts';
import { lineOnKafka, REGISTRY_ENVIRONMENT } from '../../topics/line-on-kafka.ts';
import { LINE_TOPICS, partitionCounts, wrongCounts } from '../../topics/line-topics.ts';

type CreatedTopic = Pick<NewTopic, 'name' | 'partitions'>;

export interface CreatedTopics {
  readonly created: readonly CreatedTopic[];
  /** were there, with as many partitions as planned */
  readonly existing: readonly CreatedTopic[];
  /** subjects that were given a schema, where the format has schemas */
  readonly registered?: readonly string[];
}

/**
 * `npm run topics`: creates every topic of the line with its partitions, before ksqlDB's statements and the producers
 * need them. Run again it changes nothing.
 */
export function createTopicsCommand(choose: ChooseTopics): Command {
  return async (argv, { env, clock, stdout, stderr, signal }) => {
    const parser = newParser(
      'npm run topics --',
      "Creates the line's topics on Kafka, and the schemas of parts; what is there stays as it is.",
    );
    parser.option(...FORMAT_OPTION);
    addCommonOptions(parser, ['wait', 'json']);
    if (asksForHelp(argv)) {
      stdout.write(
        commonHelp(parser, stdout, {
          examples: [['KAFKA_BOOTSTRAP=localhost:9092 npm run topics', 'before npm run ksql:migrate']],
          done: 'Every topic is there, with its partitions.',
          errors: ['TOPIC_PARTITIONS', 'SCHEMA_REGISTRY'],
          environment: REGISTRY_ENVIRONMENT,
        }),
      );
      return 0;
    }
    const given = parseGiven<CommonGiven & GivenFormat>(parser, argv).options;
    const format = formatOption(given, env);
    const line = await lineOnKafka(choose, env, 'topics', format);
    const retry = new RetryWithBackoff({
      waitMs: waitOption(given),
      clock,
      signal,
      log: (line) => stderr.write(`${line}\n`),
    });
    const result = await retry
      .untilAnswered(async () => {
        const topics = await line.connect();
        try {
          const created = await createTopics(topics, LINE_TOPICS);
          if (line.registry === undefined) return created;
          const { registerPartSchemas } = await import('../../format/line-schemas.ts');
          return { ...created, registered: await registerPartSchemas(line.registry, format) };
        } finally {
          await topics.close();
        }
      })
      .finally(line.close);
    if (result === undefined) return 0;
    stdout.write(given.json ? `${JSON.stringify(result)}\n` : textOf(result));
    return 0;
  };
}

/**
 * Creates what is missing of a plan.
 *
 * @throws CommandError TOPIC_PARTITIONS, before anything is created, that names every topic with another count
 */
export async function createTopics(topics: Topics, plan: readonly NewTopic[]): Promise<CreatedTopics> {
  const counts = await partitionCounts(topics, plan);
  const existing = plan.filter(({ name }) => counts.get(name) !== undefined);
  const other = existing.filter(({ name, partitions }) => counts.get(name) !== partitions);
  if (other.length > 0) throw new CommandError('TOPIC_PARTITIONS', wrongCounts(other, counts));
  const created = plan.filter(({ name }) => counts.get(name) === undefined);
  await topics.create(created);
  return { created: created.map(named), existing: existing.map(named) };
}

const named = ({ name, partitions }: NewTopic): CreatedTopic => ({ name, partitions });

function textOf({ created, existing, registered = [] }: CreatedTopics): string {
  const row = ({ name, partitions }: CreatedTopic, what: string) =>
    `${name.padEnd(22)} ${partitions} partition${partitions === 1 ? '' : 's'}, ${what}\n`;
  return [
    ...created.map((topic) => row(topic, 'created')),
    ...existing.map((topic) => row(topic, 'was there')),
    ...registered.map((subject) => `${subject}: schema registered\n`),
  ].join('');
}
