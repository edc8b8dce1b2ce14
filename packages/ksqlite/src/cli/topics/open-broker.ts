import { CommandError } from '../../errors/command-error.ts';
import type { registryOfEnv } from '../../schema-topics/connect-registry.ts';
import type { SchemaRegistry } from '../../schemas/schema-registry.ts';
import type { ReadableTopics, Topics } from '../../topics/port.ts';
import type { RetryWithBackoff } from '../support/retry-with-backoff.ts';
import type { Place } from './place.ts';

/** What can be done with topics by hand. */
export type EditableTopics = ReadableTopics & Pick<Topics, 'create' | 'produce'>;

/** Topics to write to. */
export interface WritableTopics {
  readonly topics: EditableTopics;
  /** what messages call the place */
  readonly where: string;
  /** Where schemas are. Throws CommandError USAGE: nowhere. */
  registry(): SchemaRegistry;
  close(): Promise<void>;
}

/**
 * The topics of a broker, to read and to write.
 *
 * @param remote the registry that the environment names; closed with the topics
 * @returns undefined when the signal fired before a broker answered
 * @throws CommandError KAFKA_…
 */
export async function openBroker(
  place: Extract<Place, { kind: 'kafka' }>,
  remote: ReturnType<typeof registryOfEnv>,
  retry: RetryWithBackoff,
): Promise<WritableTopics | undefined> {
  const topics = await retry.untilAnswered(() => place.connect());
  if (topics === undefined) return undefined;
  return {
    topics,
    where: 'Kafka',
    registry: () => {
      if (remote === undefined) throw noRegistry();
      return remote;
    },
    close: async () => {
      await topics.close();
      await remote?.close();
    },
  };
}

export const noRegistry = (): CommandError =>
  new CommandError(
    'USAGE',
    'AVRO, PROTOBUF and JSON_SR: their schemas are in a Schema Registry: set SCHEMA_REGISTRY_URL',
  );
