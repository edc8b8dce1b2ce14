import type { Source } from './source.ts';

/** The streams and tables that exist, by name, in the order they were made. */
export class Metastore {
  readonly #sources = new Map<string, Source>();

  get(name: string): Source | undefined {
    return this.#sources.get(name);
  }

  put(source: Source): void {
    this.#sources.set(source.name, source);
  }

  remove(name: string): void {
    this.#sources.delete(name);
  }

  list(): readonly Source[] {
    return [...this.#sources.values()];
  }
}
