import type { RegistryChange } from './registry-records.ts';
import type { CompatibilityLevel, Mode, RegistryConfig, StoredSchema } from './stored-schema.ts';

const DEFAULT_LEVEL: CompatibilityLevel = 'BACKWARD';

/**
 * What the topic says, in memory (Confluent's InMemoryCache). A function of the changes in their order.
 */
export class RegistryState {
  readonly #subjects = new Map<string, Map<number, StoredSchema>>();
  /** Of an id the subjects that have it, each with its newest version of it. */
  readonly #byId = new Map<number, Map<string, number>>();
  readonly #idByText = new Map<string, number>();
  readonly #referencedBy = new Map<string, Set<number>>();
  readonly #configs = new Map<string | undefined, RegistryConfig>();
  readonly #modes = new Map<string | undefined, Mode>();
  #maxId = 0;

  /** The greatest id there ever was. */
  get maxId(): number {
    return this.#maxId;
  }

  apply(change: RegistryChange): void {
    switch (change.kind) {
      case 'SCHEMA':
        if (change.value === undefined) this.#forget(change.subject, change.version);
        else this.#put(change.value);
        return;
      case 'CONFIG':
        set(this.#configs, change.subject, change.value);
        return;
      case 'MODE':
        set(this.#modes, change.subject, change.value);
        return;
      case 'DELETE_SUBJECT':
        for (const stored of this.versions(change.subject))
          if (stored.version <= change.version) this.#put({ ...stored, deleted: true });
        return;
      case 'CLEAR_SUBJECT':
        for (const subject of this.#matching(change.subject))
          for (const { version, deleted } of this.versions(subject))
            if (deleted) this.#forget(subject, version);
    }
  }

  /** The versions of a subject, oldest first, deleted ones too. */
  versions(subject: string): readonly StoredSchema[] {
    return [...(this.#subjects.get(subject)?.values() ?? [])].sort((a, b) => a.version - b.version);
  }

  get(subject: string, version: number): StoredSchema | undefined {
    return this.#subjects.get(subject)?.get(version);
  }

  /** The newest version that is not deleted. */
  latest(subject: string): StoredSchema | undefined {
    return this.versions(subject).findLast(({ deleted }) => !deleted);
  }

  /** The subjects, in order of their names; undefined as `subject`: there is any. */
  subjects(): readonly string[] {
    return [...this.#subjects.keys()].sort();
  }

  /** Whether the subject, or any where it is undefined, has a version. */
  hasSubject(subject: string | undefined, deletedToo: boolean): boolean {
    return this.#matching(subject).some((each) =>
      this.versions(each).some(({ deleted }) => deletedToo || !deleted),
    );
  }

  /** A version that has this id. */
  byId(id: number): StoredSchema | undefined {
    for (const [subject, version] of this.#byId.get(id) ?? []) return this.get(subject, version);
    return undefined;
  }

  /** The versions of an id: of each subject the newest one. */
  versionsOfId(id: number): readonly StoredSchema[] {
    return [...(this.#byId.get(id) ?? [])].flatMap(([subject, version]) => this.get(subject, version) ?? []);
  }

  /** The id of a text with its references, where a version still has it. */
  idOf(schema: Pick<StoredSchema, 'schema' | 'references'>): number | undefined {
    const id = this.#idByText.get(hashOf(schema));
    return id === undefined || this.#byId.get(id) === undefined ? undefined : id;
  }

  /** The version of a subject that has this id. */
  versionOfId(id: number, subject: string): number | undefined {
    return this.#byId.get(id)?.get(subject);
  }

  /** The ids of the schemas that refer to this version, in order. */
  referencesTo(subject: string, version: number): readonly number[] {
    return [...(this.#referencedBy.get(placeOf(subject, version)) ?? [])].sort((a, b) => a - b);
  }

  /** What is set for the subject alone; undefined as `subject`: for the registry, with its default. */
  config(subject: string | undefined): RegistryConfig | undefined {
    const own = this.#configs.get(subject);
    if (own === undefined && subject !== undefined) return undefined;
    return { compatibilityLevel: DEFAULT_LEVEL, ...own };
  }

  /** What is stored of it, without any default. */
  ownConfig(subject: string | undefined): RegistryConfig | undefined {
    return this.#configs.get(subject);
  }

  configInScope(subject: string | undefined): RegistryConfig {
    return this.config(subject) ?? this.config(undefined) ?? {};
  }

  mode(subject: string | undefined): Mode | undefined {
    const whole = this.#modes.get(undefined) ?? 'READWRITE';
    if (whole === 'READONLY_OVERRIDE' || subject === undefined) return whole;
    return this.#modes.get(subject);
  }

  modeInScope(subject: string | undefined): Mode {
    return this.mode(subject) ?? this.mode(undefined) ?? 'READWRITE';
  }

  #matching(subject: string | undefined): readonly string[] {
    if (subject === undefined) return this.subjects();
    return this.#subjects.has(subject) ? [subject] : [];
  }

  #put(stored: StoredSchema): void {
    const { subject, version, id } = stored;
    mapIn(this.#subjects, subject).set(version, stored);
    mapIn(this.#byId, id).set(subject, version);
    this.#idByText.set(hashOf(stored), id);
    this.#maxId = Math.max(this.#maxId, id);
    for (const reference of stored.references) {
      const place = placeOf(reference.subject, reference.version);
      const ids = this.#referencedBy.get(place) ?? new Set<number>();
      if (stored.deleted) ids.delete(id);
      else ids.add(id);
      this.#referencedBy.set(place, ids);
    }
  }

  #forget(subject: string, version: number): void {
    const versions = this.#subjects.get(subject);
    const stored = versions?.get(version);
    if (versions === undefined || stored === undefined) return;
    versions.delete(version);
    if (versions.size === 0) this.#subjects.delete(subject);
    const ofId = this.#byId.get(stored.id);
    if (ofId?.get(subject) === version) ofId.delete(subject);
    if (ofId?.size === 0) this.#byId.delete(stored.id);
  }
}

/** Two schemas are the same where text and references are: the type does not count, as in Confluent's. */
const hashOf = ({ schema, references }: Pick<StoredSchema, 'schema' | 'references'>): string =>
  JSON.stringify([schema, references.map(({ name, subject, version }) => [name, subject, version])]);

const placeOf = (subject: string, version: number): string => `${version} ${subject}`;

function set<V>(map: Map<string | undefined, V>, key: string | undefined, value: V | undefined): void {
  if (value === undefined) map.delete(key);
  else map.set(key, value);
}

function mapIn<K, L, V>(map: Map<K, Map<L, V>>, key: K): Map<L, V> {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = new Map<L, V>();
  map.set(key, made);
  return made;
}
