import type { Awaitable } from '../awaitable.ts';
import type { RegisteredSchema, SchemaRegistry, SchemaText, SubjectVersion } from './schema-registry.ts';

/** A registry to try statements out on: it has what another one has, and what is registered stays here. */
export class SandboxRegistry implements SchemaRegistry {
  readonly #inner: SchemaRegistry;
  readonly #bySubject = new Map<string, SubjectVersion>();
  /** By its id: no registry gives ids below 0. */
  readonly #registered = new Map<number, RegisteredSchema>();

  readonly #loaded: RegisteredSchema[] = [];

  constructor(inner: SchemaRegistry) {
    this.#inner = inner;
  }

  known(id: number): RegisteredSchema | undefined {
    return this.#registered.get(id) ?? this.#inner.known(id);
  }

  load(id: number): Awaitable<RegisteredSchema | undefined> {
    const loaded = this.#registered.get(id) ?? this.#inner.load(id);
    return loaded instanceof Promise
      ? loaded.then((schema) => this.#remember(schema))
      : this.#remember(loaded);
  }

  version(subject: string, version?: number): Awaitable<SubjectVersion | undefined> {
    return this.#bySubject.get(subject) ?? this.#inner.version(subject, version);
  }

  register(subject: string, { type, schema, references }: SchemaText): RegisteredSchema {
    // a schema that was asked for by its id is registered under that
    const same = this.#loaded.find((one) => one.type === type && one.schema === schema);
    const made = same ?? { id: -1 - this.#registered.size, type, schema, references, resolved: [] };
    this.#registered.set(made.id, made);
    this.#bySubject.set(subject, { ...made, subject, version: 1 });
    return made;
  }

  /** What is tried out deletes nothing. */
  remove(subject: string): void {
    this.#bySubject.delete(subject);
  }

  #remember(schema: RegisteredSchema | undefined): RegisteredSchema | undefined {
    if (schema !== undefined) this.#loaded.push(schema);
    return schema;
  }
}
