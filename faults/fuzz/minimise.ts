/**
 * A shorter input that does the same: pieces are left out, large ones first, for as long as there is time.
 *
 * @param same whether an input still finds what the first one found
 * @param until as of performance.now()
 */
export async function minimise(
  input: Buffer,
  same: (input: Buffer) => Promise<boolean>,
  until: number,
): Promise<Buffer> {
  let best = input;
  for (let size = Math.ceil(best.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < best.length; ) {
      if (performance.now() > until) return best;
      const shorter = Buffer.concat([best.subarray(0, at), best.subarray(at + size)]);
      if (await same(shorter)) best = shorter;
      else at += size;
    }
  }
  return best;
}
