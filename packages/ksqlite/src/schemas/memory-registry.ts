import {
  type RegisteredSchema,
  type ResolvedReference,
  type SchemaReference,
  type SchemaRegistry,
  SchemaRegistryError,
  type SchemaText,
  type SubjectVersion,
} from './schema-registry.ts';

/**
 * A registry that is gone with its process, for tests: every schema is taken as it is, and compatible with every other. Equal
 * texts have one id, whatever their subjects.
 */
export class MemoryRegistry implements SchemaRegistry {
  readonly #byId: RegisteredSchema[] = [];
  readonly #subjects = new Map<string, readonly SubjectVersion[]>();

  known(id: number): RegisteredSchema | undefined {
    return this.#byId[id - 1];
  }

  load(id: number): RegisteredSchema | undefined {
    return this.known(id);
  }

  version(subject: string, version?: number): SubjectVersion | undefined {
    const versions = this.#subjects.get(subject) ?? [];
    return version === undefined ? versions.at(-1) : versions[version - 1];
  }

  /** Throws SchemaRegistryError where a reference names nothing. */
  register(subject: string, { type, schema, references }: SchemaText): RegisteredSchema {
    const same = this.#byId.find(
      (known) =>
        known.type === type &&
        known.schema === schema &&
        JSON.stringify(known.references) === JSON.stringify(references),
    );
    const resolved = same?.resolved ?? references.flatMap((reference) => this.#resolve(reference));
    const made = same ?? { id: this.#byId.length + 1, type, schema, references, resolved };
    if (same === undefined) this.#byId.push(made);
    const versions = this.#subjects.get(subject) ?? [];
    if (!versions.some(({ id }) => id === made.id))
      this.#subjects.set(subject, [...versions, { ...made, subject, version: versions.length + 1 }]);
    return made;
  }

  remove(subject: string): void {
    this.#subjects.delete(subject);
  }

  #resolve({ name, subject, version }: SchemaReference): readonly ResolvedReference[] {
    const found = this.version(subject, version);
    if (found === undefined)
      throw new SchemaRegistryError(
        422,
        42201,
        `No schema reference found for subject "${subject}" and version ${version}`,
      );
    return [...found.resolved, { name, schema: found.schema }];
  }
}
