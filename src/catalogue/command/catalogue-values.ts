import { wholeNumber } from 'ksqlite/cli';

/** The fewest that a catalogue may have: a car needs a second, different part of each kind. */
export const FEWEST_PARTS = 70;
const MOST_PARTS = 10_000_000;
/** Rows a second. */
export const DEFAULT_CHANGES = 10;

export const PARTS = wholeNumber(FEWEST_PARTS, MOST_PARTS, 'the number of parts');
export const CHANGES = wholeNumber(0, 100_000, 'changed rows a second');
export const TOTAL = wholeNumber(0, 1_000_000_000, 'changed rows in all');
