/** Memory for commits, used again once nothing refers to it. */
export interface CommitBuffers {
  /** A buffer of so many bytes, with anything in it. */
  take(bytes: number): Buffer;
  /** A buffer that `take` gave: from now on its bytes may be those of another commit. */
  give(commit: Buffer): void;
}

/** What is shorter is cheap to make: Node cuts it from a slab. bytes */
const SHORTEST = 512;
/** Unused memory that is kept. bytes */
const MOST_FREE = 8 * 1024 * 1024;

/**
 * A commit's buffer lives for a few commits, and 50,000 parts/s make 85 MB of them a second. Allocated each time, V8 counts them
 * as memory that it could free and marks the whole heap for every 64 MB of them; malloc is left with holes.
 */
export function commitBuffers(): CommitBuffers {
  /** by length, a power of two */
  const free = new Map<number, ArrayBuffer[]>();
  let freeBytes = 0;
  return {
    take: (bytes) => {
      if (bytes < SHORTEST) return Buffer.allocUnsafe(bytes);
      const length = 2 ** Math.ceil(Math.log2(bytes));
      const known = free.get(length)?.pop();
      if (known === undefined) return Buffer.allocUnsafeSlow(length).subarray(0, bytes);
      freeBytes -= length;
      return Buffer.from(known, 0, bytes);
    },
    give: (commit) => {
      if (commit.length < SHORTEST) return;
      const { buffer } = commit;
      const length = buffer.byteLength;
      if (freeBytes + length > MOST_FREE) return;
      freeBytes += length;
      const same = free.get(length);
      if (same === undefined) free.set(length, [buffer as ArrayBuffer]);
      else same.push(buffer as ArrayBuffer);
    },
  };
}
