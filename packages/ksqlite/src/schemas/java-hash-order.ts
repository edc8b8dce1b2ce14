/**
 * The order in which Java's HashSet gives its elements: by bucket, in one bucket by when they came. Confluent's registry tells
 * differences in this order.
 *
 * @param first what the set is made of
 * @param more what is added to it
 */
export function javaHashOrder<T extends string | number>(
  first: Iterable<T>,
  more: Iterable<T> = [],
): readonly T[] {
  const elements = new Set(first);
  let capacity = 16;
  while (capacity < Math.floor(elements.size / 0.75) + 1) capacity *= 2;
  for (const element of more) elements.add(element);
  while (elements.size > capacity * 0.75) capacity *= 2;
  const mask = capacity - 1;
  return [...elements]
    .map((element, i) => ({ element, i, bucket: spread(hashOf(element)) & mask }))
    .sort((a, b) => a.bucket - b.bucket || a.i - b.i)
    .map(({ element }) => element);
}

/** The keys of two HashMaps, as a HashSet of the first to which the second's are added gives them. */
export const javaKeys = <T extends string | number>(
  original: ReadonlyMap<T, unknown>,
  update: ReadonlyMap<T, unknown>,
): readonly T[] => javaHashOrder(javaHashOrder([], original.keys()), javaHashOrder([], update.keys()));

/** `String.hashCode`; an Integer is its own. */
function hashOf(element: string | number): number {
  if (typeof element === 'number') return element;
  let hash = 0;
  for (let i = 0; i < element.length; i++) hash = (Math.imul(hash, 31) + element.charCodeAt(i)) | 0;
  return hash;
}

/** HashMap mixes the high bits in. */
const spread = (hash: number): number => hash ^ (hash >>> 16);
