import type { ProgressState } from './progress-state.ts';

const PARTS_A_CAR = 7;
/** After its last part a car with missing ones still waits for them. */
const JOIN_WINDOW_MS = 5_000;

/**
 * ms until all is out; undefined while the rates are not known. How many cars were priced says little at the beginning, while
 * slots are still idle; how long a lookup takes says how many will be.
 */
export function etaMs(state: ProgressState, partsPerSecond: number): number | undefined {
  const { total, sent, waiting, pricesPerSecond } = state;
  const partsLeft = Math.max(0, total - sent);
  if (partsLeft > 0 && partsPerSecond <= 0) return undefined;
  const carsLeft = waiting + (partsLeft / PARTS_A_CAR) * completeShare(state);
  if (carsLeft > 0 && pricesPerSecond === undefined) return undefined;
  const sending = partsLeft > 0 ? (partsLeft * 1_000) / partsPerSecond + JOIN_WINDOW_MS : 0;
  const pricing = pricesPerSecond === undefined ? 0 : (carsLeft * 1_000) / pricesPerSecond;
  return Math.max(sending, pricing);
}

/** Share of the cars that need a price, as far as that is known; a car that lacks a part is known later than others. */
function completeShare({ outcomes, waiting }: ProgressState): number {
  const needed = (outcomes.COMPLETE ?? 0) + (outcomes.FAILED_GET_PRICE ?? 0) + waiting;
  const missing = Object.entries(outcomes).reduce(
    (sum, [situation, count]) => (situation.startsWith('MISSING_') ? sum + count : sum),
    0,
  );
  return needed + missing === 0 ? 1 : needed / (needed + missing);
}
