import { KEPT_FOR_EVER, type TopicLog } from '../../log/topic-log.ts';
import { isSchemaType, type ParseSchemaOptions, parseSchema } from '../parse-schema.ts';
import { InvalidSchema, type ParsedSchema } from '../parsed-schema.ts';
import type { ResolvedReference, SchemaReference } from '../schema-registry.ts';
import { registryErrors } from './registry-errors.ts';
import { changeOf, type RegistryChange, recordOf, SCHEMAS_TOPIC } from './registry-records.ts';
import { RegistryState } from './registry-state.ts';
import type { SchemaRequest, StoredSchema } from './stored-schema.ts';

/** Parsed schemas that are kept, at most. */
const MAX_PARSED = 500;

/** UTF-16 units of a schema, about what Confluent's registry can write to its topic. */
const MAX_SCHEMA = 1_000_000;

/** A registry's state, and the topic behind it: what is put is in the log's next commit. */
export class RegistryStore {
  readonly state = new RegistryState();
  /** How often a version was forgotten: an import can give its id to another schema then. */
  forgotten = 0;
  readonly #log: TopicLog;
  readonly #now: () => number;
  readonly #parsed = new Map<string, ParsedSchema>();

  /** Reads the topic. A record that is not a registry's is passed over: anybody can write to a topic. */
  constructor(log: TopicLog, now: () => number) {
    this.#log = log;
    this.#now = now;
    const partition = log.topics.get(SCHEMAS_TOPIC)?.partitions[0];
    for (let offset = partition?.logStartOffset ?? 0; offset < (partition?.logEndOffset ?? 0); offset++) {
      const record = partition?.get(offset);
      if (record?.key == null) continue;
      const change = readChange(String(record.key), record.value === null ? null : String(record.value));
      if (change !== undefined) this.state.apply(change);
    }
  }

  put(change: RegistryChange): void {
    const { key, value } = recordOf(change);
    const topic = this.#log.createTopic(SCHEMAS_TOPIC, 1, { retentionMs: KEPT_FOR_EVER });
    const partition = topic.partitions[0];
    if (partition === undefined) throw new Error(`${SCHEMAS_TOPIC} has no partition`);
    this.#log.append(partition, this.#now(), key, value);
    this.state.apply(change);
    if (value === null || change.kind === 'CLEAR_SUBJECT') this.forgotten++;
  }

  /** Reads what a client sent. Throws SchemaRegistryError 42201, 42209. */
  parseRequest(subject: string, request: SchemaRequest, options?: ParseSchemaOptions): ParsedSchema {
    if (request.schema.length > MAX_SCHEMA) throw registryErrors.schemaTooLarge();
    const type = request.type ?? 'AVRO';
    if (!isSchemaType(type)) throw registryErrors.invalidSchema(`Invalid schema type ${type}`);
    try {
      const references = request.references.map((reference) => this.#withVersion(reference));
      return parseSchema(type, request.schema, references, this.resolve(references), options);
    } catch (error) {
      if (!(error instanceof InvalidSchema)) throw error;
      throw registryErrors.invalidSchema(
        `Invalid schema ${told(subject, request)} with refs [${request.references.map(referenceText).join(', ')}] of type ${type}, details: ${error.message}`,
      );
    }
  }

  /** Reads what is stored. */
  parsed({ type, schema, references }: StoredSchema): ParsedSchema {
    const key = JSON.stringify([type, schema, references]);
    const known = this.#parsed.get(key);
    if (known !== undefined) return known;
    const made = parseSchema(type, schema, references, this.resolve(references));
    if (this.#parsed.size >= MAX_PARSED) this.#parsed.clear();
    this.#parsed.set(key, made);
    return made;
  }

  /** The texts behind references, each in front of those that name it, each name once. Throws InvalidSchema. */
  resolve(references: readonly SchemaReference[]): readonly ResolvedReference[] {
    const found = new Map<string, string>();
    this.#resolveInto(found, new Set(), references);
    return [...found].map(([name, schema]) => ({ name, schema }));
  }

  #resolveInto(
    found: Map<string, string>,
    visited: Set<string>,
    references: readonly SchemaReference[],
  ): void {
    for (const reference of references) {
      const stored = this.#referred(reference);
      if (visited.has(reference.name)) continue;
      visited.add(reference.name);
      this.#resolveInto(found, visited, stored.references);
      found.set(reference.name, stored.schema);
    }
  }

  #referred({ subject, version }: SchemaReference): StoredSchema {
    const stored = version === -1 ? this.state.latest(subject) : this.state.get(subject, version);
    if (stored === undefined)
      throw new InvalidSchema(`No schema reference found for subject "${subject}" and version ${version}`);
    return stored;
  }

  /** -1 is the newest version there is. */
  #withVersion(reference: SchemaReference): SchemaReference {
    if (reference.version !== -1) return reference;
    return { ...reference, version: this.#referred(reference).version };
  }
}

function readChange(key: string, value: string | null): RegistryChange | undefined {
  try {
    return changeOf(key, value);
  } catch {
    return undefined;
  }
}

const referenceText = ({ name, subject, version }: SchemaReference): string =>
  `{name='${name}', subject='${subject}', version=${version}}`;

/** As Confluent's `Schema.toString`. */
export const told = (subject: string, { type, schema, references, id, version }: SchemaRequest): string =>
  `{subject=${subject},version=${version},id=${id},schemaType=${type ?? 'AVRO'},references=[${references.map(referenceText).join(', ')}],metadata=null,ruleSet=null,schema=${schema},schemaTags=null}`;
