import { CommandError, type Env } from 'ksqlite/cli';
import type { ConnectedRegistry } from 'ksqlite/schemas';
import type { ChooseTopics, Topics } from 'ksqlite/topics';
import type { LineFormat } from '../format/line-format.ts';
import { kafkaOnly } from './chosen-topics.ts';

/** A broker, and where the format has schemas a Schema Registry: what each of the line's commands on Kafka needs. */
export interface LineOnKafka {
  /** The topics as they are. As `ChosenTopics` says. */
  readonly connect: (producerName?: string) => Promise<Topics>;
  /** Those topics for what thinks in JSON. */
  readonly asJson: (topics: Topics) => Topics;
  /** undefined: the format is JSON */
  readonly registry: ConnectedRegistry | undefined;
  /** Closes the registry; connections are closed by who made them. */
  close(): Promise<void>;
}

/** For the help of commands on Kafka. */
export const REGISTRY_ENVIRONMENT = `  SCHEMA_REGISTRY_URL           the Schema Registry, where the format has schemas
  LINE_FORMAT                   the format, where --format is not given
`;

/**
 * @param command as it is in package.json
 * @throws CommandError USAGE when KAFKA_BOOTSTRAP, or SCHEMA_REGISTRY_URL where the format needs it, is not set
 */
export async function lineOnKafka(
  choose: ChooseTopics,
  env: Env,
  command: string,
  format: LineFormat,
): Promise<LineOnKafka> {
  const { connect } = kafkaOnly(choose, env, command);
  if (format === 'json')
    return { connect, asJson: (topics) => topics, registry: undefined, close: async () => undefined };
  const { registryOfEnv } = await import('ksqlite/schemas');
  const { asJson } = await import('../format/line-schemas.ts');
  const registry = registryOfEnv(env);
  if (registry === undefined)
    throw new CommandError(
      'USAGE',
      `SCHEMA_REGISTRY_URL: is not set, and records in ${format} need a Schema Registry: set it to its address, such as http://localhost:8081`,
    );
  return {
    connect,
    asJson: (topics) => asJson(topics, registry),
    registry,
    close: () => registry.close(),
  };
}
