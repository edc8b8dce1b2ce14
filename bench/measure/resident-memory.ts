const EVERY_MS = 20;
const MB = 2 ** 20;

export const residentMb = (): number => process.memoryUsage.rss() / MB;

/** The most that this process has ever had resident, in MB, as the system counted it (getrusage). */
export const mostResidentMb = (): number => process.resourceUsage().maxRSS / 1024;

/** Looks at the resident memory every 20 ms; what comes and goes in between is seen by `mostResidentMb` alone. */
export function sampleResidentMemory(): { readonly peakMb: () => number; readonly stop: () => number } {
  let peak = residentMb();
  const sample = (): number => {
    peak = Math.max(peak, residentMb());
    return peak;
  };
  const timer = setInterval(sample, EVERY_MS);
  timer.unref();
  return {
    peakMb: sample,
    stop: () => {
      clearInterval(timer);
      return sample();
    },
  };
}
