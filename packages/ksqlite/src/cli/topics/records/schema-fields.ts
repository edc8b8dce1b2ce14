import { isUnfit, TopicSchemas } from '../../../schema-topics/topic-schemas.ts';
import type { SchemaRegistry } from '../../../schemas/schema-registry.ts';

/**
 * Keys and values of AVRO, PROTOBUF and JSON_SR as JSON, by the Schema Registry.
 *
 * @throws CommandError SCHEMA_REGISTRY when it does not answer, or has no schema to write with
 */
export class SchemaFields {
  readonly #current: () => SchemaRegistry;
  #registry: SchemaRegistry | undefined;
  #schemas: TopicSchemas | undefined;

  /** @param current asked each time: a folder that is followed has its registry opened again */
  constructor(current: () => SchemaRegistry) {
    this.#current = current;
  }

  /** JSON of bytes that name a schema; undefined: they are not what a schema says. */
  async jsonOf(bytes: Buffer): Promise<Buffer | undefined> {
    const record = { topic: '', partition: 0, offset: 0, timestamp: 0, key: null, value: bytes, headers: [] };
    const read = await this.#newest().toJson(record);
    // itself: its schema is not known, or it is not what that says
    return read === record || read.value === null ? undefined : read.value;
  }

  /** The bytes of JSON, by the newest schema of the topic's keys or values. Throws Error for what it does not have. */
  async bytesOf(topic: string, part: 'key' | 'value', json: Buffer): Promise<Buffer> {
    const writer = await this.#newest().writer(topic, part);
    try {
      return writer.fromJson(json);
    } catch (error) {
      if (!isUnfit(error)) throw error;
      throw new Error(`"${part}" is not what its schema says: ${error.message}`);
    }
  }

  #newest(): TopicSchemas {
    const registry = this.#current();
    if (this.#schemas === undefined || registry !== this.#registry)
      this.#schemas = new TopicSchemas(registry);
    this.#registry = registry;
    return this.#schemas;
  }
}
