import { Big, type RoundingMode } from 'big.js';

/** Rounding modes, by what Java calls them. */
export const DOWN: RoundingMode = 0;
export const HALF_UP: RoundingMode = 1;
export const UP: RoundingMode = 3;

/** It stays 0 with any number of places, which other values may not have so many of. */
const isZero = (value: Big): boolean => value.c[0] === 0;

/**
 * To a number of places; a negative number of them rounds to tens, hundreds and so on. big.js has no HALF_DOWN, so
 * that mode is made of HALF_UP: it differs on exact halves only.
 */
export const roundTo = (value: Big, places: number, mode: RoundingMode): Big =>
  isZero(value) ? value : value.round(places, mode);

export function roundHalfDown(value: Big, places: number): Big {
  if (isZero(value)) return value;
  const down = value.round(places, DOWN);
  const half = new Big(`5e${-places - 1}`);
  return value.minus(down).abs().gt(half) ? value.round(places, UP) : down;
}

/** Halves go towards positive infinity, as `Math.round` has it: ROUND(-1.5) is -1. */
export const roundHalvesUpwards = (value: Big, places: number): Big =>
  value.gt(0) ? roundTo(value, places, HALF_UP) : roundHalfDown(value, places);

/** The decimal that a double is written as: `BigDecimal.valueOf`. Not finite: an error, as there. */
export const bigFromDouble = (value: number): Big => new Big(value);
