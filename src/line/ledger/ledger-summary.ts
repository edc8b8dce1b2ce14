import type { Situation } from '../../contracts/rc-car.ts';
import type { DeadLetterCounts } from './dead-letters.ts';

/** The ledger's figures. */
export interface LedgerSummary {
  /** distinct parts that went in */
  readonly partsIn: number;
  /** readable part records that went in: more, where parts are delivered twice */
  readonly deliveries: number;
  /** distinct parts that came out */
  readonly partsOut: number;
  /** cars of which something is still to come */
  readonly openCars: number;
  /** records of each situation */
  readonly outcomes: Readonly<Partial<Record<Situation, number>>>;
  readonly deadLetters: DeadLetterCounts;
  readonly latencyMs: { readonly assembly: Quantiles; readonly missing: Quantiles };
}

/** ms; null where nothing was measured */
export interface Quantiles {
  readonly p50: number | null;
  readonly p99: number | null;
}

/** Whether all that went in came out, once; and the first names of what did not. */
export interface Conservation {
  readonly holds: boolean;
  /** parts that went in and are not out (yet), `topic/partition/offset` of unreadable ones among them */
  readonly lost: Finding;
  /** parts that came out more than once, and dead letters too many */
  readonly doubled: Finding;
  /** cars with more than one outcome of their own */
  readonly carsTwice: Finding;
  /** cars whose parts are out, but without an outcome of their own */
  readonly carsWithout: Finding;
  /** parts that came out and never went in, and cars that never had a part */
  readonly unknown: Finding;
}
export interface Finding {
  readonly count: number;
  readonly first: readonly string[];
}
