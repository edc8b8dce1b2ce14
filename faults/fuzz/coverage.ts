/** Hands a module its counters when it is loaded, and hears what it compares with: what `instrumented` put in asks. */
type Counters = (count: number, literals: readonly string[]) => Uint8ClampedArray;

/** More than all modules have together. */
const MOST_COUNTERS = 1 << 17;
/** Of one counter: an input is told by how often a block ran, roughly. */
export const BUCKETS = 8;

const bytes = new ArrayBuffer(MOST_COUNTERS);
const counters = new Uint8ClampedArray(bytes);
const words = new Uint32Array(bytes);
const literals = new Set<string>();
let used = 0;

const take: Counters = (count, compared) => {
  for (const literal of compared) literals.add(literal);
  used += count;
  if (used > MOST_COUNTERS) throw new RangeError(`there are more than ${MOST_COUNTERS} counters`);
  return counters.subarray(used - count, used);
};
Object.assign(globalThis, { fuzzCounters: take });

/** What ran since the last `resetCoverage`. */
export function resetCoverage(): void {
  counters.fill(0, 0, used);
}

/** Calls back with the features of what ran: its counters, each with the bucket that its count is in. */
export function eachFeature(onFeature: (feature: number) => void): void {
  const end = Math.ceil(used / 4);
  for (let word = 0; word < end; word++) {
    if (words[word] === 0) continue;
    for (let i = 4 * word; i < 4 * word + 4; i++) {
      const count = counters[i] as number;
      if (count > 0) onFeature(i * BUCKETS + (BUCKET_OF[count] as number));
    }
  }
}

/** What the modules that are loaded compare inputs with. */
export const comparedLiterals = (): readonly string[] => [...literals];

/** 1, 2, 3, 4–7, 8–15, 16–31, 32–127, more; a counter ends at 255. */
const BUCKET_OF = Uint8Array.from({ length: 256 }, (_, count) => {
  if (count < 4) return Math.max(0, count - 1);
  if (count < 32) return 32 - Math.clz32(count);
  return count < 128 ? 6 : 7;
});
