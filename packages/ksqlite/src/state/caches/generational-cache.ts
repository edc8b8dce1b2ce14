/** What was put or asked for last, a bounded number of entries. */
export interface GenerationalCache<K, V> {
  get(key: K): V | undefined;
  set(key: K, value: V): void;
  delete(key: K): void;
}

/**
 * Two generations: the older one goes as a whole once the younger one is full, which costs nothing an entry.
 *
 * @param limit at most so many entries are kept, at least half of them
 */
export function generationalCache<K, V>(limit: number): GenerationalCache<K, V> {
  let young = new Map<K, V>();
  let old = new Map<K, V>();
  const set = (key: K, value: V): void => {
    young.set(key, value);
    if (young.size * 2 < limit) return;
    old = young;
    young = new Map();
  };
  return {
    get: (key) => {
      const known = young.get(key);
      if (known !== undefined) return known;
      const older = old.get(key);
      if (older === undefined) return undefined;
      old.delete(key);
      set(key, older);
      return older;
    },
    set,
    delete: (key) => {
      if (!young.delete(key)) old.delete(key);
    },
  };
}
