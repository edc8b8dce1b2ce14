import { GCProfiler, getHeapStatistics } from 'node:v8';

/**
 * Counts the bytes allocated on the JavaScript heap, garbage included: what the heap has grown by, and what every
 * garbage collection has freed of it (V8's GCProfiler says how full it was before and after each). Memory outside the
 * heap (buffers) is not in it.
 */
export function countAllocation(): { readonly stop: () => number } {
  const profiler = new GCProfiler();
  profiler.start();
  const before = getHeapStatistics().used_heap_size;
  return {
    /** bytes */
    stop: () => {
      const after = getHeapStatistics().used_heap_size;
      const { statistics } = profiler.stop();
      const freed = statistics.reduce(
        (sum, { beforeGC, afterGC }) =>
          sum + beforeGC.heapStatistics.usedHeapSize - afterGC.heapStatistics.usedHeapSize,
        0,
      );
      return after - before + freed;
    },
  };
}
