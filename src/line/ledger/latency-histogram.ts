export interface LatencyHistogram {
  /** @param ms counts as 0 where it is negative (clocks differ) */
  add(ms: number): void;
  readonly count: () => number;
  /** The latency (ms) that a share `q` of all stays at or below, to 1 %; undefined where there are none. */
  quantile(q: number): number | undefined;
}

/** Each bucket is 2 % wide, so that its middle is at most 1 % away from anything in it. */
const WIDTH = Math.log(1.02);
/** Up to 12 days. */
const BUCKETS = Math.ceil(Math.log(1e9) / WIDTH) + 2;

/** Counts latencies in buckets that grow with them: any number of them in 8 KB. */
export function latencyHistogram(): LatencyHistogram {
  const buckets = new Float64Array(BUCKETS);
  let count = 0;
  return {
    add: (ms) => {
      buckets[bucketOf(ms)] = (buckets[bucketOf(ms)] ?? 0) + 1;
      count += 1;
    },
    count: () => count,
    quantile: (q) => {
      if (count === 0) return undefined;
      const rank = Math.max(1, Math.ceil(q * count));
      let seen = 0;
      const bucket = buckets.findIndex((inBucket) => {
        seen += inBucket;
        return seen >= rank;
      });
      return middleOf(bucket);
    },
  };
}

/** Bucket 0 is for less than 1 ms. */
function bucketOf(ms: number): number {
  return ms < 1 ? 0 : Math.min(BUCKETS - 1, 1 + Math.floor(Math.log(ms) / WIDTH));
}

function middleOf(bucket: number): number {
  return bucket === 0 ? 0 : Math.exp((bucket - 0.5) * WIDTH);
}
