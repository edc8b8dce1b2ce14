import type { ProgressState } from './progress-state.ts';

const PARTS_A_CAR = 7;
/** After its last part a car with missing ones still waits for them. */
const JOIN_WINDOW_MS = 5_000;

/** ms until all is out; undefined while the rates are not known. */
export function etaMs(
  state: ProgressState,
  partsPerSecond: number,
  carsPricedPerSecond: number,
): number | undefined {
  const partsLeft = Math.max(0, state.total - state.sent);
  const carsLeft = state.waiting + partsLeft / PARTS_A_CAR;
  if ((partsLeft > 0 && partsPerSecond <= 0) || (state.waiting > 0 && carsPricedPerSecond <= 0))
    return undefined;
  const sending = partsLeft > 0 ? (partsLeft * 1_000) / partsPerSecond + JOIN_WINDOW_MS : 0;
  const pricing = carsPricedPerSecond > 0 ? (carsLeft * 1_000) / carsPricedPerSecond : 0;
  return Math.max(sending, pricing);
}
