const TICK_MS = 50;
const STALL_MS = 500;

/**
 * Watches from a process that has nothing else to do whether the machine gives it the time it asks for. What was measured
 * while it did not says little.
 *
 * @returns what was seen, as a note for the reader; undefined when there was nothing
 */
export function watchStalls(now: () => number = () => performance.now()): {
  readonly stop: () => string | undefined;
} {
  let count = 0;
  let longest = 0;
  let last = now();
  const timer = setInterval(() => {
    const late = now() - last - TICK_MS;
    last = now();
    if (late < STALL_MS) return;
    count++;
    longest = Math.max(longest, late);
  }, TICK_MS);
  return {
    stop: () => {
      clearInterval(timer);
      return count === 0
        ? undefined
        : `the machine stood still ${count === 1 ? 'once' : `${count} times`} while this ran, up to ${(longest / 1_000).toFixed(1)} s: measure again when it is quiet`;
    },
  };
}
