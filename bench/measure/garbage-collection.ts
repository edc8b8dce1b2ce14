import { type PerformanceEntry, PerformanceObserver } from 'node:perf_hooks';

/** Counts the time that this thread stands still for garbage collection, until it is read. */
export function watchGarbageCollection(): { readonly stop: () => number } {
  let pausedMs = 0;
  const add = (entries: readonly PerformanceEntry[]): void => {
    for (const { duration } of entries) pausedMs += duration;
  };
  const observer = new PerformanceObserver((list) => add(list.getEntries()));
  observer.observe({ entryTypes: ['gc'] });
  return {
    /** ms */
    stop: () => {
      add(observer.takeRecords());
      observer.disconnect();
      return pausedMs;
    },
  };
}
