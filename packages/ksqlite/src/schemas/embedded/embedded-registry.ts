import type { Awaitable } from '../../awaitable.ts';
import type { TopicLog } from '../../log/topic-log.ts';
import { loadSchemaParsers } from '../parse-schema.ts';
import type { RegisteredSchema, SchemaRegistry, SchemaText, SubjectVersion } from '../schema-registry.ts';
import { deleteSubject } from './delete.ts';
import { registerSchema } from './register.ts';
import { RegistryStore } from './registry-store.ts';
import type { StoredSchema } from './stored-schema.ts';

/**
 * A Schema Registry in the engine's own log: the topic `_schemas`, with the records that Confluent's registry writes. It is read at
 * opening and then in memory; what is registered is there at once, and durable with the log's next commit.
 *
 * What must stay true: ids begin at 1, have no gaps but those that imports make, and never change their meaning. The rules
 * are those of Confluent's KafkaSchemaRegistry 7.9: register.ts, delete.ts, registry-settings.ts.
 */
export class EmbeddedRegistry implements SchemaRegistry {
  /** For its HTTP API. */
  readonly store: RegistryStore;
  readonly #registered = new Map<number, RegisteredSchema>();
  /** What `store.forgotten` was when `#registered` was right. */
  #forgotten = 0;

  /** Reads the topic. */
  constructor(log: TopicLog, now: () => number) {
    this.store = new RegistryStore(log, now);
  }

  known(id: number): RegisteredSchema | undefined {
    if (this.#forgotten !== this.store.forgotten) this.#registered.clear();
    this.#forgotten = this.store.forgotten;
    const known = this.#registered.get(id);
    if (known !== undefined) return known;
    const stored = this.store.state.byId(id);
    if (stored === undefined) return undefined;
    const made = this.#registeredOf(stored);
    this.#registered.set(id, made);
    return made;
  }

  load(id: number): RegisteredSchema | undefined {
    return this.known(id);
  }

  version(subject: string, version?: number): SubjectVersion | undefined {
    const { state } = this.store;
    const stored = version === undefined ? state.latest(subject) : state.get(subject, version);
    if (stored === undefined || stored.deleted) return undefined;
    return { ...this.#registeredOf(stored), subject, version: stored.version };
  }

  /** Waits once, for the code that reads schemas. */
  register(subject: string, text: SchemaText): Awaitable<RegisteredSchema> {
    const loading = loadSchemaParsers();
    return loading === undefined
      ? this.#register(subject, text)
      : loading.then(() => this.#register(subject, text));
  }

  #register(subject: string, { type, schema, references }: SchemaText): RegisteredSchema {
    const normalize = this.store.state.configInScope(subject).normalize === true;
    const request = { type, schema, references, id: -1, version: 0 };
    const { id } = registerSchema(this.store, subject, request, normalize);
    const made = this.known(id);
    if (made === undefined) throw new Error(`the schema ${id} was registered and is not there`);
    return made;
  }

  remove(subject: string): void {
    if (this.store.state.hasSubject(subject, false)) deleteSubject(this.store, subject, false);
  }

  #registeredOf({ id, type, schema, references }: StoredSchema): RegisteredSchema {
    return { id, type, schema, references, resolved: this.store.resolve(references) };
  }
}
