import { KsqlError } from '../../errors/ksql-error.ts';
import { format } from '../../formats/formats.ts';
import { isSchemaFormat } from '../../formats/schema-format.ts';
import type { Source } from '../../metastore/source.ts';
import { type Asking, ask } from '../../schemas/asking.ts';
import { type SchemaRegistry, SchemaRegistryError } from '../../schemas/schema-registry.ts';

/**
 * What belongs to a topic that DROP … DELETE TOPIC deleted goes from the registry, too (ksqlDB's TopicDeleteInjector): another topic of
 * its name begins with its own schemas.
 *
 * @throws KsqlError SQL_INVALID where the registry refuses; the topic is gone then
 */
export function* removeSubjects(
  registry: SchemaRegistry,
  { topic, keyFormat, valueFormat }: Source,
): Asking<void> {
  for (const [role, name] of [
    ['key', keyFormat],
    ['value', valueFormat],
  ] as const) {
    const held = format(name);
    if (held === undefined || !isSchemaFormat(held)) continue;
    try {
      yield* ask(registry.remove(`${topic}-${role}`));
    } catch (error) {
      if (!(error instanceof SchemaRegistryError)) throw error;
      throw new KsqlError(
        'SQL_INVALID',
        `Could not clean up the schema registry for topic: ${topic}\nCaused by: ${error.message}`,
        { hint: 'the stream or table and its topic are gone: delete the subject in the registry' },
      );
    }
  }
}
