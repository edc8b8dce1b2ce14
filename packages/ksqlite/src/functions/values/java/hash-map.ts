/**
 * The order of a MAP's entries. ksqlDB keeps a MAP in a `java.util.HashMap`, and writes and walks it in that map's order: by bucket,
 * and within a bucket as the entries came. Which bucket a key falls into follows from its hash and from the size of the table, and
 * that from how many entries were announced when the map was made. (Buckets of eight and more become trees there, in another
 * order; differs: map-trees.) A MAP here is a `Map` whose entries were put in this order where it was made.
 */

type Entries<V> = ReadonlyMap<string, V>;

/** What `new HashMap<>()` has room for before it grows: 16 buckets, three quarters full. */
const ROOM = 12;

/**
 * Entries as a HashMap gives them that was filled with them one by one.
 *
 * @param announced for how many entries the map was made (`new HashMap<>(announced)`); left out: `new HashMap<>()`
 */
export function inHashOrder<V>(entries: Entries<V>, announced: number = ROOM): Entries<V> {
  return entries.size < 2 ? entries : inBuckets(entries, grown(tableSize(announced), entries.size));
}

/** `putAll` of two maps into a new one: the first sets the size of the table. */
export function unionInHashOrder<V>(first: Entries<V>, second: Entries<V>): Entries<V> {
  let buckets = 0;
  for (const { size } of [first, second]) {
    if (size > 0) buckets = buckets === 0 ? tableSize(Math.floor(size / 0.75 + 1)) : grown(buckets, size);
  }
  const all = new Map([...first, ...second]);
  return all.size < 2 ? all : inBuckets(all, grown(buckets, all.size));
}

/** `Collectors.toMap` with a rule for equal keys: `HashMap.merge` puts an entry first in its bucket, and grows one entry later. */
export function mergedInHashOrder<V>(entries: Entries<V>): Entries<V> {
  if (entries.size < 2) return entries;
  return inBuckets(new Map([...entries].reverse()), grown(tableSize(ROOM), entries.size - 1));
}

/** How many buckets a map has that was made for so many entries and got them. */
export const bucketsOf = (size: number): number => grown(tableSize(size), size);

/** The entries by bucket, those of one bucket as they come. */
export function inBuckets<V>(entries: Entries<V>, buckets: number): Entries<V> {
  const placed: { readonly entry: [string, V]; readonly bucket: number }[] = [];
  let ordered = true;
  let last = 0;
  for (const entry of entries) {
    const bucket = hash(entry[0]) & (buckets - 1);
    if (bucket < last) ordered = false;
    last = bucket;
    placed.push({ entry, bucket });
  }
  if (ordered) return entries;
  placed.sort((a, b) => a.bucket - b.bucket);
  return new Map(placed.map(({ entry }) => entry));
}

/** `HashMap.tableSizeFor`: the power of two that is not less. */
function tableSize(entries: number): number {
  let size = 1;
  while (size < entries) size *= 2;
  return size;
}

/** A table doubles when more than three quarters of it are taken. */
function grown(buckets: number, entries: number): number {
  let size = buckets;
  while (entries > Math.floor(size * 0.75)) size *= 2;
  return size;
}

/** `HashMap.hash` of `String.hashCode`. */
function hash(key: string): number {
  let code = 0;
  // a key that is no text stays where it is: no format writes it
  for (let i = 0; i < key.length; i++) code = (Math.imul(31, code) + key.charCodeAt(i)) | 0;
  return code ^ (code >>> 16);
}
