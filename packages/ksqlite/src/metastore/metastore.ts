import type { NamedTypes } from '../types/named-types.ts';
import type { SqlType } from '../types/sql-type.ts';
import type { Source } from './source.ts';

/** The streams and tables that exist, and the types that have names, in the order they were made. */
export class Metastore {
  readonly #sources = new Map<string, Source>();
  /** name → the sources that its CREATE … AS reads */
  readonly #readBy = new Map<string, readonly string[]>();
  readonly #types = new Map<string, SqlType>();

  /** Of an empty one: takes over what another one has now. */
  copyFrom(other: Metastore): void {
    for (const [name, source] of other.#sources) this.#sources.set(name, source);
    for (const [name, reads] of other.#readBy) this.#readBy.set(name, reads);
    for (const [name, type] of other.#types) this.#types.set(name, type);
  }

  get(name: string): Source | undefined {
    return this.#sources.get(name);
  }

  /**
   * @param reads the sources that a CREATE … AS makes it of: they stay as long as it does, even when its query is
   *   terminated. Default: those that it had
   */
  put(source: Source, reads: readonly string[] = this.#readBy.get(source.name) ?? []): void {
    this.#sources.set(source.name, source);
    this.#readBy.set(source.name, reads);
  }

  remove(name: string): void {
    this.#sources.delete(name);
    this.#readBy.delete(name);
  }

  /** The names of what CREATE … AS made of this source, in alphabetical order. */
  madeOf(name: string): readonly string[] {
    return [...this.#readBy].flatMap(([made, reads]) => (reads.includes(name) ? [made] : [])).sort();
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
