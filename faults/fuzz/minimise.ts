/** Bytes that may be tried in all: by them, not by time, so that it gives the same each time. */
const MOST_TRIED = 1 << 25;

/**
 * A shorter input that does the same: pieces are left out, large ones first.
 *
 * @param same whether an input still finds what the first one found
 * @param tries inputs to try at most
 */
export async function minimise(
  input: Buffer,
  same: (input: Buffer) => Promise<boolean>,
  tries: number,
): Promise<Buffer> {
  let best = input;
  let left = tries;
  let tried = 0;
  for (let size = Math.ceil(best.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < best.length; ) {
      const shorter = Buffer.concat([best.subarray(0, at), best.subarray(at + size)]);
      tried += shorter.length;
      if (left-- <= 0 || tried > MOST_TRIED) return best;
      if (await same(shorter)) best = shorter;
      else at += size;
    }
  }
  return best;
}
