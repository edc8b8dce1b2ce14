import { type LatencyHistogram, latencyHistogram } from './latency-histogram.ts';
import { isSettled, lastMainPartAt, type OpenCar } from './open-car.ts';

/** How long the line took, from a car's last part to what became of it. */
export interface Latencies {
  /** ms from the last part to the car's record on `rccar-awaiting-price` */
  readonly assembly: LatencyHistogram;
  /** ms from the last part in time to the car's own record on `rccar-incomplete` */
  readonly missing: LatencyHistogram;
  /** Counts the latency of a car once, as soon as all that it takes is known. */
  measure(car: OpenCar): void;
}

export function latencies(): Latencies {
  const assembly = latencyHistogram();
  const missing = latencyHistogram();
  return {
    assembly,
    missing,
    measure: (car) => {
      // Before it is settled its last part may not have been seen: topics come in any order.
      if (car.measured || !isSettled(car)) return;
      if (car.situation?.startsWith('MISSING_')) {
        if (car.mainSeenAt !== undefined) missing.add(car.mainSeenAt - lastMainPartAt(car));
        car.measured = true;
      } else if (car.awaitingSeenAt !== undefined) {
        assembly.add(car.awaitingSeenAt - lastMainPartAt(car));
        car.measured = true;
      }
    },
  };
}
