import type { HistogramSample } from './metric.ts';

/** Seconds: from a disk's cache to a disk that is in trouble. */
const BOUNDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** How often something took how long. */
export class DurationHistogram {
  /** Of each bound alone; what is beyond all of them is the last. */
  readonly #counts = new Array<number>(BOUNDS.length + 1).fill(0);
  #sum = 0;

  /** @param seconds that it took */
  add(seconds: number): void {
    let at = 0;
    while (at < BOUNDS.length && seconds > (BOUNDS[at] as number)) at++;
    this.#counts[at] = (this.#counts[at] ?? 0) + 1;
    this.#sum += seconds;
  }

  sample(): HistogramSample {
    let count = 0;
    const buckets = BOUNDS.map((upTo, i) => {
      count += this.#counts[i] ?? 0;
      return { upTo, count };
    });
    return { labels: {}, buckets, sum: this.#sum, count: count + (this.#counts[BOUNDS.length] ?? 0) };
  }
}
