import type { SchemaRegistry } from '../schemas/schema-registry.ts';
import type { ReadableTopics, TopicRecord } from '../topics/port.ts';
import { asked, TopicSchemas } from './topic-schemas.ts';

/**
 * Topics to look at, with the values of those that have a schema (a subject `TOPIC-value`) as JSON. Values that are not what a schema
 * says, and those of other topics, are as they are.
 *
 * @param registry the caller closes it
 * @throws CommandError SCHEMA_REGISTRY, when records are read and the registry does not answer
 */
export function readWithSchemas(topics: ReadableTopics, registry: SchemaRegistry): ReadableTopics {
  const schemas = new TopicSchemas(registry);
  const known = new Map<string, boolean>();
  const hasSchema = async (topic: string): Promise<boolean> => {
    const found = known.get(topic) ?? (await asked(() => registry.version(`${topic}-value`))) !== undefined;
    known.set(topic, found);
    return found;
  };
  return {
    list: () => topics.list(),
    ranges: (topic) => topics.ranges(topic),
    read: async (topic, partition, offset, max) => {
      const records = await topics.read(topic, partition, offset, max);
      return records.length > 0 && (await hasSchema(topic)) ? allToJson(schemas, records) : records;
    },
    close: () => topics.close(),
  };
}

/** In their order. Throws CommandError SCHEMA_REGISTRY. */
export async function allToJson(
  schemas: TopicSchemas,
  records: readonly TopicRecord[],
  applies: (record: TopicRecord) => boolean = () => true,
): Promise<readonly TopicRecord[]> {
  const read: TopicRecord[] = [];
  for (const record of records) {
    const json = applies(record) ? schemas.toJson(record) : record;
    read.push(json instanceof Promise ? await json : json);
  }
  return read;
}
