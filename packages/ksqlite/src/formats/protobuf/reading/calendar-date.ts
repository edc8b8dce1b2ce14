/**
 * Days since the epoch and the date of Java's `GregorianCalendar`, on which Connect's converter counts: the Julian calendar up to
 * 1582-10-04, the Gregorian one from 1582-10-15 on, and years of an era that is not said: those before 1 can't be read back.
 */

export interface CalendarDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** 1582-10-15. */
const FIRST_GREGORIAN = -141_427;
/** From 0000-03-01 of the Gregorian calendar to the epoch; Julian days are two less there. */
const GREGORIAN_SHIFT = 719_468;
const JULIAN_SHIFT = 719_470;
const DAYS_OF_400_YEARS = 146_097;
const DAYS_OF_4_YEARS = 1461;

/** The last whole year of 64 bits of milliseconds. */
const LAST_YEAR = 292_278_993;

export function dateOfDays(days: number): CalendarDate {
  const isGregorian = days >= FIRST_GREGORIAN;
  const shifted = days + (isGregorian ? GREGORIAN_SHIFT : JULIAN_SHIFT);
  const { year, dayOfYear } = isGregorian ? gregorianYear(shifted) : julianYear(shifted);
  const month = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * month + 2) / 5) + 1;
  const proleptic = month < 10 ? year : year + 1;
  return {
    year: proleptic > 0 ? proleptic : 1 - proleptic,
    month: month < 10 ? month + 3 : month - 9,
    day,
  };
}

// Years begin in March: the leap day is their last.
function gregorianYear(shifted: number): { year: number; dayOfYear: number } {
  const era = Math.floor(shifted / DAYS_OF_400_YEARS);
  const day = shifted - era * DAYS_OF_400_YEARS;
  const year = Math.floor(
    (day - Math.floor(day / 1460) + Math.floor(day / 36_524) - Math.floor(day / 146_096)) / 365,
  );
  return {
    year: year + era * 400,
    dayOfYear: day - (365 * year + Math.floor(year / 4) - Math.floor(year / 100)),
  };
}

function julianYear(shifted: number): { year: number; dayOfYear: number } {
  const era = Math.floor(shifted / DAYS_OF_4_YEARS);
  const day = shifted - era * DAYS_OF_4_YEARS;
  const year = Math.floor((day - Math.floor(day / 1460)) / 365);
  return { year: year + era * 4, dayOfYear: day - 365 * year };
}

/** Undefined: there is no such date. Days beyond 32 bits wrap round, as there. */
export function daysOfDate({ year, month, day }: CalendarDate): number | undefined {
  if (year < 1 || year > LAST_YEAR || month < 1 || month > 12 || day < 1 || day > 31) return undefined;
  const march = month > 2 ? year : year - 1;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const julian = 365 * march + Math.floor(march / 4) + dayOfYear - JULIAN_SHIFT;
  const gregorian =
    julian - Math.floor(march / 100) + Math.floor(march / 400) + JULIAN_SHIFT - GREGORIAN_SHIFT;
  const days = gregorian >= FIRST_GREGORIAN ? gregorian : julian;
  if (days >= FIRST_GREGORIAN && gregorian < FIRST_GREGORIAN) return undefined;
  const back = dateOfDays(days);
  return back.month === month && back.day === day ? days | 0 : undefined;
}
