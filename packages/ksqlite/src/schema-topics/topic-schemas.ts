import type { Awaitable } from '../awaitable.ts';
import { CommandError } from '../errors/command-error.ts';
import { DeserializationError, SerializationError } from '../formats/codec.ts';
import { loadSchemaFormats } from '../formats/formats.ts';
import { schemaIdIn } from '../formats/schema-codec.ts';
import { SchemaError } from '../formats/schema-format.ts';
import {
  type RegisteredSchema,
  type SchemaRegistry,
  SchemaRegistryError,
} from '../schemas/schema-registry.ts';
import type { TopicRecord } from '../topics/port.ts';
import { type JsonValue, jsonValue } from './json-value.ts';

/** A topic's values can't be written until another schema is registered. */
export class NoSchemaError extends CommandError {
  constructor(message: string) {
    super('SCHEMA_REGISTRY', message);
  }
}

/**
 * The schemas of topics, each made ready for its values when it is first met: by its id to read, by its topic to write.
 *
 * What must stay true: no value is passed over because the registry does not answer; then reading and writing fail.
 */
export class TopicSchemas {
  readonly #registry: SchemaRegistry;
  /** undefined: a schema that SQL has no columns for */
  readonly #readers = new Map<number, JsonValue | undefined>();
  /** by subject */
  readonly #writers = new Map<string, JsonValue>();

  constructor(registry: SchemaRegistry) {
    this.#registry = registry;
  }

  /** The record with its value as JSON; itself, where the value is not what a schema of the registry says. */
  toJson(record: TopicRecord): Awaitable<TopicRecord> {
    const id = schemaIdIn(record.value);
    if (id === undefined) return record;
    if (this.#readers.has(id)) return asJson(record, this.#readers.get(id));
    return this.#reader(id).then((reader) => asJson(record, reader));
  }

  /**
   * What writes a topic's values, or its keys: by the newest version that its subject has when it is first asked for.
   *
   * @throws NoSchemaError when the subject has none that values can be written with; CommandError SCHEMA_REGISTRY when the registry does
   *   not answer
   */
  writer(topic: string, part: 'key' | 'value' = 'value'): Awaitable<JsonValue> {
    const subject = `${topic}-${part}`;
    return this.#writers.get(subject) ?? this.#newWriter(topic, subject);
  }

  async #newWriter(topic: string, subject: string): Promise<JsonValue> {
    const schema = await asked(() => this.#registry.version(subject));
    if (schema === undefined)
      throw new NoSchemaError(
        `the Schema Registry has no schema for the ${subject.endsWith('-key') ? 'keys' : 'values'} of ${topic}: register one under ${subject}`,
      );
    await loadSchemaFormats();
    const writer = readyFor(schema);
    if (writer instanceof SchemaError) throw new NoSchemaError(`${subject}: ${writer.message}`);
    this.#writers.set(subject, writer);
    return writer;
  }

  async #reader(id: number): Promise<JsonValue | undefined> {
    const schema = this.#registry.known(id) ?? (await asked(() => this.#registry.load(id)));
    // there may be one later
    if (schema === undefined) return undefined;
    await loadSchemaFormats();
    const made = readyFor(schema);
    const reader = made instanceof SchemaError ? undefined : made;
    this.#readers.set(id, reader);
    return reader;
  }
}

function asJson(record: TopicRecord, reader: JsonValue | undefined): TopicRecord {
  if (reader === undefined || record.value === null) return record;
  try {
    return { ...record, value: reader.toJson(record.value) };
  } catch (error) {
    if (isUnfit(error)) return record;
    throw error;
  }
}

/** Whether a value is not what its schema says. */
export const isUnfit = (error: unknown): error is Error =>
  error instanceof DeserializationError || error instanceof SerializationError;

function readyFor(schema: RegisteredSchema): JsonValue | SchemaError {
  try {
    return jsonValue(schema);
  } catch (error) {
    if (error instanceof SchemaError) return error;
    throw error;
  }
}

/** What a registry says. Throws CommandError SCHEMA_REGISTRY. */
export async function asked<T>(ask: () => Awaitable<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof SchemaRegistryError)) throw error;
    throw new CommandError('SCHEMA_REGISTRY', error.message, { cause: error });
  }
}
