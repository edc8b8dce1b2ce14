/**
 * Kafka's murmur2 (seed 0x9747b28c) over the UTF-8 bytes of `key`: the hash by which Kafka's Java client and ksqlDB
 * choose a partition.
 *
 * @returns a signed 32-bit integer, as Java has it
 */
export function murmur2(key: string | Buffer): number {
  if (typeof key !== 'string') return hash(key, key.length);
  // Keys are nearly always short and ASCII, where char codes are the bytes: no Buffer a key for those.
  if (key.length <= scratch.length && copyAscii(key)) return hash(scratch, key.length);
  const bytes = Buffer.from(key, 'utf8');
  return hash(bytes, bytes.length);
}

/** The partition of `key` among `partitions`, as Kafka's default partitioner chooses it. */
export function partitionFor(key: string | Buffer, partitions: number): number {
  return (murmur2(key) & 0x7fffffff) % partitions;
}

const SEED = 0x9747b28c;
const M = 0x5bd1e995;
const scratch = Buffer.alloc(256);

/** Copies `text` into the scratch bytes; false when it is not ASCII alone. */
function copyAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) return false;
    scratch[i] = code;
  }
  return true;
}

function hash(bytes: Buffer, length: number): number {
  let h = SEED ^ length;
  const whole = length - (length % 4);
  for (let i = 0; i < whole; i += 4) {
    let k = at(bytes, i) | (at(bytes, i + 1) << 8) | (at(bytes, i + 2) << 16) | (at(bytes, i + 3) << 24);
    k = Math.imul(k, M);
    k ^= k >>> 24;
    h = Math.imul(h, M) ^ Math.imul(k, M);
  }
  const rest = length - whole;
  if (rest === 3) h ^= at(bytes, whole + 2) << 16;
  if (rest >= 2) h ^= at(bytes, whole + 1) << 8;
  if (rest >= 1) h = Math.imul(h ^ at(bytes, whole), M);
  h ^= h >>> 13;
  h = Math.imul(h, M);
  return h ^ (h >>> 15);
}

// Not a closure of hash(): tsx names inner functions at every call, which costs ten times the hash.
function at(bytes: Buffer, index: number): number {
  return bytes[index] as number;
}
