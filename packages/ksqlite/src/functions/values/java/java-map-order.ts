/**
 * The entries of a map in the order of Java's HashMap, in which ksqlDB holds every MAP: what goes over a map's entries one by one sees
 * them so. An entry lies in a bucket by its key's hash; a bucket keeps the order in which entries came. (Buckets of eight and more
 * become trees there, in another order; differs: map-trees.)
 */
export function javaMapOrder<Value>(map: ReadonlyMap<string, Value>): readonly (readonly [string, Value])[] {
  const entries = [...map];
  if (entries.length < 2) return entries;
  const mask = capacityFor(entries.length) - 1;
  return entries
    .map((entry) => ({ entry, bucket: spread(javaHash(entry[0])) & mask }))
    .sort((a, b) => a.bucket - b.bucket)
    .map(({ entry }) => entry);
}

/** `String.hashCode()` */
export function javaHash(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(31, hash) + text.charCodeAt(i)) | 0;
  return hash;
}

const spread = (hash: number): number => hash ^ (hash >>> 16);

/** Of `new HashMap<>(size)` once it holds `size` entries: a power of two, which is doubled where it is more than three quarters full. */
function capacityFor(size: number): number {
  let capacity = 1;
  while (capacity < size) capacity *= 2;
  return size > Math.floor(capacity * 0.75) ? capacity * 2 : capacity;
}
