import { FunctionError } from '../../../function-error.ts';
import { civilDate, epochDay } from '../civil-date.ts';
import { dayOfWeek } from './format.ts';
import type { Parsed } from './parse.ts';

type Fields = Parsed['fields'];

const RANGES: ReadonlyMap<string, readonly [low: number, high: number]> = new Map([
  ['M', [1, 12]],
  ['d', [1, 31]],
  ['D', [1, 366]],
  ['H', [0, 24]],
  ['k', [1, 24]],
  ['K', [0, 11]],
  ['h', [1, 12]],
  ['m', [0, 59]],
  ['s', [0, 59]],
  ['A', [0, 86_399_999]],
]);

/** Throws for a month of 13, an hour of 25. */
export function checkRanges(fields: Fields): void {
  for (const [letter, value] of fields) {
    const range = RANGES.get(letter);
    if (range !== undefined && (value < range[0] || value > range[1])) {
      throw new FunctionError(`Invalid value for ${letter}: ${value}, valid are ${range[0]} to ${range[1]}`);
    }
  }
}

/** The fields of a date; a quarter is none of Java's ChronoFields. */
const DATE_FIELDS = ['y', 'G', 'M', 'd', 'D', 'E'];

export const hasDate = (fields: Fields): boolean => DATE_FIELDS.some((letter) => fields.has(letter));

/** Whether there is a whole date, not a part of one. */
export const hasWholeDate = (fields: Fields): boolean =>
  fields.has('y') && (fields.has('D') || (fields.has('M') && fields.has('d')));

/** Whether there is a time: an hour, and nothing left out before the smallest field. */
export function hasTime(fields: Fields): boolean {
  if (fields.has('A') || fields.has('N')) return true;
  const hasHalfHour = fields.has('a') && (fields.has('h') || fields.has('K'));
  const hasHour = fields.has('H') || fields.has('k') || hasHalfHour;
  const hasFraction = fields.has('S') || fields.has('n');
  if (!hasHour) return fields.has('a') && !fields.has('m') && !fields.has('s') && !hasFraction;
  return fields.has('m') ? fields.has('s') || !hasFraction : !fields.has('s') && !hasFraction;
}

/**
 * Days since the epoch; what is missing is that of 1970-01-01. A day that its month does not have (30 February) becomes the
 * month's last, as Java's smart resolving has it.
 */
export function dayOf(fields: Fields): number {
  const alone = fields.get('E');
  // the day of the week alone is the one of the week of 1970-01-01, a Thursday
  if (alone !== undefined && DATE_FIELDS.every((letter) => letter === 'E' || !fields.has(letter)))
    return alone - 4;
  const year = eraYear(fields);
  const ofYear = fields.get('D');
  const day =
    ofYear === undefined
      ? dayWithin(year, fields.get('M') ?? 1, fields.get('d') ?? 1)
      : (epochDay(year, 1, 1) ?? 0) + ofYear - 1;
  if (civilDate(day).year !== year) throw new FunctionError(`The year ${year} has no day ${ofYear}`);
  const quarter = fields.get('Q');
  if (quarter !== undefined && hasWholeDate(fields) && quarter !== Math.ceil(civilDate(day).month / 3)) {
    throw new FunctionError('The quarter is not that of the date');
  }
  const weekday = fields.get('E');
  if (weekday !== undefined && hasWholeDate(fields) && weekday !== dayOfWeek(day)) {
    throw new FunctionError('The day of the week is not that of the date');
  }
  if (ofYear !== undefined) {
    const { month, day: ofMonth } = civilDate(day);
    agree(fields, 'M', month);
    agree(fields, 'd', ofMonth);
  }
  return day;
}

/** A field that is there must be what the others come to. */
function agree(fields: Fields, letter: string, value: number): void {
  const own = fields.get(letter);
  if (own !== undefined && own !== value)
    throw new FunctionError(`The field ${letter} is ${own} where the others come to ${value}`);
}

function eraYear(fields: Fields): number {
  const year = fields.get('y') ?? 1970;
  return fields.get('G') === 0 ? 1 - year : year;
}

function dayWithin(year: number, month: number, day: number): number {
  for (let last = day; last > 0; last--) {
    const found = epochDay(year, month, last);
    if (found !== undefined) return found;
  }
  throw new FunctionError(`There is no day ${day}`);
}

/** By the twelve-hour clock. AM or PM alone is the middle of that half, as Java has it. */
function hourOfHalves(fields: Fields): number {
  const half = fields.get('a');
  const hour = fields.get('K') ?? (fields.has('h') ? (fields.get('h') ?? 0) % 12 : undefined);
  return (hour ?? (half === undefined ? 0 : 6)) + 12 * (half ?? 0);
}

/** Ms since midnight; what is missing is 0. The hour 24 gives the midnight after. */
export function timeOf(fields: Fields): number {
  const whole =
    fields.get('A') ?? (fields.has('N') ? Math.floor((fields.get('N') ?? 0) / 1_000_000) : undefined);
  if (whole !== undefined) {
    agree(fields, 'H', Math.floor(whole / 3_600_000));
    agree(fields, 'm', Math.floor(whole / 60_000) % 60);
    agree(fields, 's', Math.floor(whole / 1000) % 60);
    agree(fields, 'S', whole % 1000);
    return whole;
  }
  if (fields.get('H') === 24 && (fields.get('m') || fields.get('s') || fields.get('S'))) {
    throw new FunctionError('Only midnight has the hour 24');
  }
  const hour = fields.get('H') ?? (fields.has('k') ? (fields.get('k') ?? 0) % 24 : hourOfHalves(fields));
  const seconds = (hour * 60 + (fields.get('m') ?? 0)) * 60 + (fields.get('s') ?? 0);
  return seconds * 1000 + (fields.get('S') ?? Math.floor((fields.get('n') ?? 0) / 1_000_000));
}
