/**
 * Topics whose values have a schema, as a program sees them that thinks in JSON: it produces JSON and is given JSON, and on the topic
 * is what the Schema Registry says, in Avro, Protobuf or JSON_SR.
 *
 * A value is written by the newest version of the subject `TOPIC-value` that there is when the topic is first written to; it is
 * read by the schema that it names. Keys, headers, offsets and transactions are those of the topics underneath.
 */
import { KsqlError } from '../errors/ksql-error.ts';
import type { SchemaRegistry } from '../schemas/schema-registry.ts';
import {
  isRefused,
  type OutgoingRecord,
  type RefusedRecord,
  type SubscribeOptions,
  type Subscription,
  type TopicRecord,
  type Topics,
} from '../topics/port.ts';
import type { JsonValue } from './json-value.ts';
import { allToJson } from './read-with-schemas.ts';
import { isUnfit, NoSchemaError, TopicSchemas } from './topic-schemas.ts';

export interface WithSchemasOptions {
  /** Whose values have a schema. Others are as without. */
  readonly topics: readonly string[];
  /**
   * What becomes of a value that the schema does not have: `refuse` (the default) writes nothing of the batch and throws; `as it
   * is` writes the bytes that were given, which readers then can't read: for programs that pass on what others made.
   */
  readonly unfit?: 'refuse' | 'as it is';
}

/**
 * @param topics of a database or a broker; closed with what is returned
 * @param registry where the topics' schemas are; the caller closes it
 * @returns topics whose `produce` and `commit` take JSON, and whose `read` and `poll` give JSON. A value that is not what a schema of
 *   the registry says is given as it is. What it throws beside what the topics throw: CommandError SCHEMA_REGISTRY when the registry does not
 *   answer or has no schema to write with; KsqlError SQL_TYPE for a value that the schema does not have
 * @example
 * ```ts
 * import { openDatabase } from 'ksqlite';
 * import { withSchemas } from 'ksqlite/schemas';
 *
 * const db = await openDatabase();
 * await db.execute(`
 *   CREATE STREAM readings (sensor VARCHAR KEY, celsius DOUBLE)
 *     WITH (KAFKA_TOPIC = 'readings', VALUE_FORMAT = 'AVRO', PARTITIONS = 1);`);
 * const topics = withSchemas(db.topics, db.schemaRegistry, { topics: ['readings'] });
 * await topics.produce([{ topic: 'readings', key: 'attic', value: '{"celsius":31.5}' }]);
 * const [record] = await topics.read('readings', 0, 0, 1);
 * console.log(String(record?.value)); // {"CELSIUS":31.5}
 * await db.close();
 * ```
 */
export function withSchemas(topics: Topics, registry: SchemaRegistry, options: WithSchemasOptions): Topics {
  const schemas = new TopicSchemas(registry);
  const { unfit = 'refuse' } = options;
  const names: ReadonlySet<string> = new Set(options.topics);
  const applies = ({ topic }: { readonly topic: string }): boolean => names.has(topic);
  const read = async (records: readonly TopicRecord[]): Promise<readonly TopicRecord[]> =>
    records.some(applies) ? allToJson(schemas, records, applies) : records;
  /** What `prepare` gave: it has its bytes. */
  const prepared = new WeakSet<OutgoingRecord>();
  const needsBytes = (record: OutgoingRecord): boolean => applies(record) && !prepared.has(record);
  const written = async (records: readonly OutgoingRecord[]): Promise<readonly OutgoingRecord[]> => {
    if (!records.some(needsBytes)) return records;
    const made: OutgoingRecord[] = [];
    for (const record of records) {
      if (!needsBytes(record)) made.push(record);
      else {
        const writer = schemas.writer(record.topic);
        const encoded = withBytes(record, writer instanceof Promise ? await writer : writer, unfit);
        if (isRefused(encoded)) throw new KsqlError('SQL_TYPE', encoded.message);
        made.push(encoded);
      }
    }
    return made;
  };
  const noted = (made: Prepared): Prepared => {
    if (!isRefused(made)) prepared.add(made);
    return made;
  };
  const encoded = (record: OutgoingRecord, writer: JsonValue): Prepared | Promise<Prepared> => {
    const made = withBytes(record, writer, unfit);
    const all = isRefused(made) ? made : (topics.prepare?.(made) ?? made);
    return all instanceof Promise ? all.then(noted) : noted(all);
  };
  return {
    list: () => topics.list(),
    ranges: (topic) => topics.ranges(topic),
    create: (plan) => topics.create(plan),
    close: () => topics.close(),
    read: async (topic, partition, offset, max) => read(await topics.read(topic, partition, offset, max)),
    produce: async (records) => topics.produce(await written(records)),
    prepare: (record) => {
      if (!applies(record)) return topics.prepare?.(record) ?? record;
      const writer = schemas.writer(record.topic);
      if (!(writer instanceof Promise)) return encoded(record, writer);
      return writer.then((found) => encoded(record, found), refusedWithoutSchema);
    },
    subscribe: async (wanted: SubscribeOptions): Promise<Subscription> => {
      const subscription = await topics.subscribe(wanted);
      return {
        poll: async (max, signal) => read(await subscription.poll(max, signal)),
        commit: async (results, offsets) => subscription.commit(await written(results), offsets),
        close: () => subscription.close(),
      };
    },
  };
}

type Prepared = OutgoingRecord | RefusedRecord;

function withBytes(record: OutgoingRecord, writer: JsonValue, unfit: 'refuse' | 'as it is'): Prepared {
  const { topic, value } = record;
  if (value === null) return record;
  try {
    return { ...record, value: writer.fromJson(value) };
  } catch (error) {
    if (!isUnfit(error)) throw error;
    if (unfit === 'as it is') return record;
    const message = `a value for ${topic} is not what its schema says: ${error.message}`;
    return { refused: 'unfit', message };
  }
}

function refusedWithoutSchema(error: unknown): RefusedRecord {
  if (error instanceof NoSchemaError) return { refused: 'no-schema', message: error.message };
  throw error;
}
