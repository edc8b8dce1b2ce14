/** The proleptic Gregorian calendar of Java's LocalDate, in numbers. Months count from 1. */
export interface CivilDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

export const MILLIS_PER_DAY = 86_400_000;

/** Days since the epoch; undefined when the calendar has no such day. */
export function epochDay(year: number, month: number, day: number): number | undefined {
  const date = new Date(0);
  // Not `Date.UTC`: that one takes the years 0 to 99 for 1900 to 1999.
  date.setUTCFullYear(year, month - 1, day);
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? Math.round(date.getTime() / MILLIS_PER_DAY) : undefined;
}

export function civilDate(day: number): CivilDate {
  const date = new Date(day * MILLIS_PER_DAY);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}
