import type { ObjectStore } from '../../../src/connect/archive/stores/object-store.ts';

export interface MemoryStore extends ObjectStore {
  readonly objects: Map<string, { readonly bytes: Uint8Array; readonly end: number }>;
}

/** @param fail before or after the write of an object, what is thrown */
export function memoryStore(
  fail: (when: 'before' | 'after', name: string) => Error | undefined = () => undefined,
): MemoryStore {
  const objects: MemoryStore['objects'] = new Map();
  const failing = (when: 'before' | 'after', name: string): void => {
    const error = fail(when, name);
    if (error !== undefined) throw error;
  };
  return {
    objects,
    endOf: async (name) => objects.get(name)?.end,
    put: async ({ name, bytes, end }) => {
      failing('before', name);
      const isNew = !objects.has(name);
      if (isNew) objects.set(name, { bytes, end });
      failing('after', name);
      return isNew;
    },
  };
}
