/**
 * The schemas that were fetched from a registry in another process, kept in the log: what was read with one once is read again after a
 * restart, where nobody can wait for an answer (a row of a join that is looked up in its topic), and without that registry.
 *
 * What must stay true: a schema is appended before the first record is read with it, so it is durable with the offsets of that.
 */
import { KEPT_FOR_EVER, type TopicLog } from '../log/topic-log.ts';
import type { RegisteredSchema } from './schema-registry.ts';
import { parseStoredSchemas } from './statement-schemas.ts';

const TOPIC = '_ksql-schemas';

/** Throws KsqlError LOG_DAMAGED. */
export function fetchedSchemas(log: TopicLog): readonly RegisteredSchema[] {
  const partition = log.topics.get(TOPIC)?.partitions[0];
  const schemas: RegisteredSchema[] = [];
  for (let offset = 0; offset < (partition?.logEndOffset ?? 0); offset++) {
    const text = String(partition?.get(offset).value);
    schemas.push(...parseStoredSchemas([{ ...(JSON.parse(text) as object), subject: '' }]));
  }
  return schemas;
}

/** @param now ms since the epoch */
export function keepFetched(log: TopicLog, schema: RegisteredSchema, now: number): void {
  const partition = log.createTopic(TOPIC, 1, { retentionMs: KEPT_FOR_EVER }).partitions[0];
  if (partition === undefined) throw new Error(`${TOPIC} has no partition`);
  const { id, type, schema: text, references, resolved } = schema;
  log.append(partition, now, null, JSON.stringify({ id, type, schema: text, references, resolved }));
}
