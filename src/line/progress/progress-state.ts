import type { CircuitState } from 'ksqlite/enrich';
import type { Situation } from '../../contracts/rc-car.ts';

/** How far the line is, as its parts tell. */
export interface ProgressState {
  /** records of the source that are on their topics */
  readonly sent: number;
  readonly total: number;
  /** records of each situation so far */
  readonly outcomes: Readonly<Partial<Record<Situation, number>>>;
  /** price requests in flight */
  readonly inFlight: number;
  readonly slots: number;
  /** cars that wait for their price or are being priced */
  readonly waiting: number;
  /** how the price API is to be reached; see `CircuitState` of ksqlite/enrich */
  readonly circuit: CircuitState;
  /** All that went in came out, and the line stays up. */
  readonly serving: boolean;
  /** Rows of the part catalogue that were changed; undefined: there is none. */
  readonly changedRows?: number;
  /** Cars that all slots price in a second, by what lookups have taken so far; undefined: there were none */
  readonly pricesPerSecond: number | undefined;
}

/** … and what follows from how it changed. */
export interface ProgressView extends ProgressState {
  readonly elapsedMs: number;
  readonly partsPerSecond: number;
  /** undefined: not known yet */
  readonly etaMs: number | undefined;
}
