import type { Situation } from '../../../contracts/rc-car.ts';
import type { SavedDeadLetters } from '../dead-letters.ts';
import type { SavedDoubles } from '../doubles.ts';
import type { SavedCar, SavedSettled } from './saved-cars.ts';

/** What a ledger knows, as JSON in pieces of which each is quickly written: the totals come first. */
export type SavedPiece = SavedTotals | SavedOpen | SavedGeneration;

export interface SavedTotals {
  readonly kind: 'totals';
  readonly streamTime: number;
  readonly count: { readonly partsIn: number; readonly deliveries: number; readonly partsOut: number };
  readonly outcomes: Readonly<Partial<Record<Situation, number>>>;
  readonly letters: SavedDeadLetters;
  readonly partsTwice: SavedDoubles;
  readonly carsTwice: SavedDoubles;
  /** Stream time at which the youngest generation of settled cars began; null: none did. */
  readonly since: number | null;
}

export interface SavedOpen {
  readonly kind: 'open';
  readonly cars: readonly SavedCar[];
}

/** Some of the settled cars of one generation; 0 is the youngest. */
export interface SavedGeneration {
  readonly kind: 'settled';
  readonly generation: number;
  readonly cars: SavedSettled;
}

/** Cars a piece: a few ms of work. */
const CARS = 5_000;

/** Splits a map's entries into pieces. */
export function* inPieces<V>(entries: ReadonlyMap<string, V>): Generator<(readonly [string, V])[]> {
  let piece: (readonly [string, V])[] = [];
  for (const entry of entries) {
    piece.push(entry);
    if (piece.length < CARS) continue;
    yield piece;
    piece = [];
  }
  if (piece.length > 0) yield piece;
}
