import { bytesWritten } from './bytes-written.ts';
import { watchGarbageCollection } from './garbage-collection.ts';
import { sampleResidentMemory } from './resident-memory.ts';

/** What a stretch of work took of this process, all threads. */
export interface Usage {
  readonly seconds: number;
  /** user and system */
  readonly cpuSeconds: number;
  /** the largest resident memory seen while it ran */
  readonly peakRssMb: number;
  /** undefined where the system does not tell */
  readonly bytesWritten: number | undefined;
  /** share of the time that the main thread stood still for garbage collection */
  readonly gcShare: number;
}

/** Measures from now until `stop` is called. */
export function measureUsage(): { readonly stop: () => Usage } {
  const memory = sampleResidentMemory();
  const collection = watchGarbageCollection();
  const writtenBefore = bytesWritten();
  const cpu = process.cpuUsage();
  const began = performance.now();
  return {
    stop: () => {
      const ms = performance.now() - began;
      const used = process.cpuUsage(cpu);
      const written = bytesWritten();
      return {
        seconds: ms / 1_000,
        cpuSeconds: (used.user + used.system) / 1e6,
        peakRssMb: memory.stop(),
        bytesWritten:
          written === undefined || writtenBefore === undefined ? undefined : written - writtenBefore,
        gcShare: collection.stop() / ms,
      };
    },
  };
}
