/**
 * The line's records in a format with schemas. Its own code thinks in JSON: what it produces and consumes goes through
 * `withSchemas`. Loaded by who has such a format alone.
 */
import { registerColumns, type SchemaRegistry, withSchemas } from 'ksqlite/schemas';
import type { Topics } from 'ksqlite/topics';
import { PART_COLUMNS, SCHEMA_TOPICS } from '../../contracts/part-columns.ts';
import { PART_TOPICS } from '../../contracts/topic-names.ts';
import { type LineFormat, sqlNameOf } from './line-format.ts';

/**
 * Gives the part topics their schemas, before a statement does: the subjects that have one keep it.
 *
 * @returns the subjects that were given one
 * @throws CommandError SCHEMA_REGISTRY
 */
export async function registerPartSchemas(
  registry: SchemaRegistry,
  format: LineFormat,
): Promise<readonly string[]> {
  const registered: string[] = [];
  for (const topic of PART_TOPICS) {
    const { name, columns } = PART_COLUMNS[topic];
    const there = await registerColumns(registry, topic, sqlNameOf(format), columns, name);
    if (there === undefined) registered.push(`${topic}-value`);
  }
  return registered;
}

/** The line's topics as JSON. A value that is not of its schema stays as it is: it becomes a dead letter, as in JSON. */
export const asJson = (topics: Topics, registry: SchemaRegistry): Topics =>
  withSchemas(topics, registry, { topics: SCHEMA_TOPICS, unfit: 'as it is' });
