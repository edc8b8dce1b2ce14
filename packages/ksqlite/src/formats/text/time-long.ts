const PAST_LONG = 2 ** 63;
const LONGEST = 2n ** 63n - 1n;
const LEAST = -(2n ** 63n);

/**
 * A TIMESTAMP as the 64-bit number that formats write. The double nearest to the last of these numbers is one more than it, and as
 * text has digits that no reader takes (differs: far-times).
 *
 * @param ms since 1970; not NULL
 */
export function timeLong(ms: number): number | bigint {
  if (ms < PAST_LONG && ms > -PAST_LONG) return ms;
  return ms > 0 ? LONGEST : LEAST;
}
