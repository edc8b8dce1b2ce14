/**
 * Remembers the last answer: patterns, paths and zones are literals nearly always, so one is enough and nothing grows.
 */
export function lastMemo<K, V>(make: (key: K) => V): (key: K) => V {
  let last: { readonly key: K; readonly value: V } | undefined;
  return (key) => {
    if (last === undefined || last.key !== key) last = { key, value: make(key) };
    return last.value;
  };
}
