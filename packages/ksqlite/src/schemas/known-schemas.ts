import { type SchemaLookup, SchemaNotLoadedError } from './schema-lookup.ts';
import type { RegisteredSchema, SchemaRegistry } from './schema-registry.ts';

export interface KnownSchemasOptions {
  readonly registry: SchemaRegistry;
  /** A schema has come from another process, and is used from now on. */
  readonly onFetched?: (schema: RegisteredSchema) => void;
  /** A schema that someone waits for has come, or does not exist. */
  readonly onLoaded: () => void;
  /** ms since the epoch */
  readonly now: () => number;
  /** Calls back after so many ms; gives what ends that. */
  readonly delay?: (callback: () => void, ms: number) => () => void;
}

/** Ids that the registry does not have are asked for again after so long: a schema may be registered later. */
const ABSENT_MS = 30_000;
const MOST_ABSENT = 1_000;
/** A registry that does not answer is asked again. */
const RETRY_MS = 1_000;

/**
 * The schemas that records name, of a registry that may be in another process: what is not in memory yet is asked for, and who
 * needs it is told to try again.
 *
 * What must stay true: no record is passed over because the registry does not answer.
 */
export class KnownSchemas implements SchemaLookup {
  readonly #options: Required<KnownSchemasOptions>;
  /** Of statements that were stored: they are there without the registry. */
  readonly #kept = new Map<number, RegisteredSchema>();
  /** id → until when it counts as absent */
  readonly #absent = new Map<number, number>();
  readonly #loading = new Set<number>();
  readonly #cancels = new Set<() => void>();
  #isClosed = false;

  constructor(options: KnownSchemasOptions) {
    this.#options = { delay: later, onFetched: () => undefined, ...options };
  }

  keep(schemas: Iterable<RegisteredSchema>): void {
    for (const schema of schemas) this.#kept.set(schema.id, schema);
  }

  /** For a sandbox: takes over the schemas that another one keeps. */
  copyFrom(other: KnownSchemas): void {
    this.keep(other.#kept.values());
  }

  find(id: number): RegisteredSchema | undefined {
    const known = this.#options.registry.known(id) ?? this.#kept.get(id);
    if (known !== undefined) return known;
    const absentUntil = this.#absent.get(id);
    if (absentUntil !== undefined && this.#options.now() < absentUntil) return undefined;
    if (!this.#loading.has(id)) {
      const loaded = this.#load(id);
      if (!(loaded instanceof Promise)) return loaded;
    }
    throw new SchemaNotLoadedError(id);
  }

  /** Asks for nothing any more. */
  close(): void {
    this.#isClosed = true;
    for (const cancel of this.#cancels) cancel();
    this.#cancels.clear();
  }

  #load(id: number): RegisteredSchema | undefined | Promise<void> {
    const answer = this.#options.registry.load(id);
    if (!(answer instanceof Promise)) return answer;
    this.#loading.add(id);
    return answer.then(
      (schema) => this.#loaded(id, schema),
      () => this.#retry(id),
    );
  }

  #loaded(id: number, schema: RegisteredSchema | undefined): void {
    this.#loading.delete(id);
    if (schema === undefined) {
      if (this.#absent.size >= MOST_ABSENT) this.#absent.clear();
      this.#absent.set(id, this.#options.now() + ABSENT_MS);
    } else if (!this.#isClosed) {
      this.#options.onFetched(schema);
      this.#kept.set(id, schema);
    }
    if (!this.#isClosed) this.#options.onLoaded();
  }

  #retry(id: number): void {
    if (this.#isClosed) return;
    const cancel = this.#options.delay(() => {
      this.#cancels.delete(cancel);
      const again = this.#load(id);
      if (!(again instanceof Promise)) this.#loaded(id, again);
    }, RETRY_MS);
    this.#cancels.add(cancel);
  }
}

function later(callback: () => void, ms: number): () => void {
  const timer = setTimeout(callback, ms);
  timer.unref();
  return () => clearTimeout(timer);
}
