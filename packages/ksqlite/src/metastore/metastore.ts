import type { Source } from './source.ts';

/** The streams and tables that exist, by name. */
export interface Metastore {
  get(name: string): Source | undefined;
  put(source: Source): void;
  remove(name: string): void;
  list(): readonly Source[];
}

export function metastore(): Metastore {
  const sources = new Map<string, Source>();
  return {
    get: (name) => sources.get(name),
    put: (source) => {
      sources.set(source.name, source);
    },
    remove: (name) => {
      sources.delete(name);
    },
    list: () => [...sources.values()],
  };
}
