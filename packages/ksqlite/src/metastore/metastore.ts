import type { NamedTypes } from '../types/named-types.ts';
import type { SqlType } from '../types/sql-type.ts';
import type { Source } from './source.ts';

/** The streams and tables that exist, and the types that have names, in the order they were made. */
export class Metastore {
  readonly #sources = new Map<string, Source>();
  readonly #types = new Map<string, SqlType>();

  get(name: string): Source | undefined {
    return this.#sources.get(name);
  }

  put(source: Source): void {
    this.#sources.set(source.name, source);
  }

  remove(name: string): void {
    this.#sources.delete(name);
  }

  /** By name in upper case, as they are now. */
  get types(): NamedTypes {
    return this.#types;
  }

  putType(name: string, type: SqlType): void {
    this.#types.set(name, type);
  }

  removeType(name: string): void {
    this.#types.delete(name);
  }

  list(): readonly Source[] {
    return [...this.#sources.values()];
  }
}
