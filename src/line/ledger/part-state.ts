/**
 * What is known of one part, packed into a number: its earliest time (ms since the epoch, 0 while unknown) and flags.
 * Tens of thousands of cars may be open at once, and an object a part would be most of the ledger's memory.
 */
export type PartState = number;

export const IN = 1;
export const OUT = 2;
/** came out more than once */
export const TWICE = 4;
/** came out in its car's one main outcome (not as a late or surplus part) */
export const MAIN = 8;

const SCALE = 16;

export function stateOf(at: number, flags: number): PartState {
  return Math.floor(at) * SCALE + flags;
}
export function timeOf(state: PartState): number {
  return Math.floor(state / SCALE);
}
export function flagsOf(state: PartState): number {
  return state % SCALE;
}
