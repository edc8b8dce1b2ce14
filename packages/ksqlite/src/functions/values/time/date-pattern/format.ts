import { FunctionError } from '../../../function-error.ts';
import { civilDate, epochDay, MILLIS_PER_DAY } from '../civil-date.ts';
import type { Zone } from '../zone.ts';
import { zoneWriter } from './format-zone.ts';
import { type Moment, padded } from './moment.ts';
import { DAYS, ERAS, HALVES, MONTHS, QUARTERS, sized } from './names.ts';
import { type Token, tokensOf } from './tokens.ts';

export const momentOf = (instant: number, zone: Zone): Moment => {
  const offset = zone.offsetAt(instant);
  const local = instant + offset;
  const day = Math.floor(local / MILLIS_PER_DAY);
  return { day, time: local - day * MILLIS_PER_DAY, zone, offset };
};

type Write = (moment: Moment) => string;

/** The code that writes moments by a pattern. */
export function dateFormatter(pattern: string): Write {
  return sequence(tokensOf(pattern));
}

function sequence(tokens: readonly Token[]): Write {
  const writers = tokens.map(writer);
  return (moment) => {
    let text = '';
    for (const write of writers) text += write(moment);
    return text;
  };
}

function writer(token: Token): Write {
  if (token.kind === 'literal') return () => token.text;
  if (token.kind === 'field') return fieldWriter(token.letter, token.count);
  const write = sequence(token.tokens);
  return (moment) => {
    try {
      return write(moment);
    } catch {
      // What is optional and not there is left out.
      return '';
    }
  };
}

function fieldWriter(letter: string, count: number): Write {
  if ('GuyDMLdQqE'.includes(letter)) {
    const write = dateWriter(letter, count);
    return ({ day }) => write(present(day, letter));
  }
  if ('VzOXxZ'.includes(letter)) return zoneWriter(letter, count);
  const write = timeWriter(letter, count);
  return ({ time }) => write(present(time, letter));
}

function present(value: number | undefined, letter: string): number {
  if (value === undefined) throw new FunctionError(`Unsupported field: ${letter}`);
  return value;
}

function dateWriter(letter: string, count: number): (day: number) => string {
  switch (letter) {
    case 'u':
      return (day) => yearText(civilDate(day).year, count);
    case 'y':
      return (day) => yearText(yearOfEra(civilDate(day).year), count);
    case 'G':
      return (day) => eraText(civilDate(day).year > 0 ? 1 : 0, count);
    case 'D':
      return (day) => padded(dayOfYear(day), count);
    case 'd':
      return (day) => padded(civilDate(day).day, count);
    case 'E':
      return (day) => sized(DAYS[dayOfWeek(day) - 1] ?? '', Math.max(count, 3));
    case 'Q':
    case 'q':
      return (day) => quarterText(Math.ceil(civilDate(day).month / 3), count);
    default:
      return count < 3
        ? (day) => padded(civilDate(day).month, count)
        : (day) => sized(MONTHS[civilDate(day).month - 1] ?? '', count);
  }
}

const yearOfEra = (year: number): number => (year > 0 ? year : 1 - year);
const eraText = (era: number, count: number): string =>
  count === 4
    ? era === 1
      ? 'Anno Domini'
      : 'Before Christ'
    : (ERAS[era] ?? '').slice(0, count === 5 ? 1 : 2);
const dayOfYear = (day: number): number => day - (epochDay(civilDate(day).year, 1, 1) ?? 0) + 1;

/** From Monday, which is 1. The epoch was a Thursday. */
export const dayOfWeek = (day: number): number => ((((day + 3) % 7) + 7) % 7) + 1;

function yearText(year: number, count: number): string {
  if (count === 2) return padded(Math.abs(year) % 100, 2);
  const digits = padded(Math.abs(year), count);
  const sign = year < 0 ? '-' : count >= 4 && digits.length > count ? '+' : '';
  return sign + digits;
}

function quarterText(quarter: number, count: number): string {
  if (count < 3 || count === 5) return padded(quarter, count === 5 ? 1 : count);
  return count === 3 ? `Q${quarter}` : (QUARTERS[quarter - 1] ?? '');
}

function timeWriter(letter: string, count: number): (time: number) => string {
  const hour = (time: number): number => Math.floor(time / 3_600_000);
  switch (letter) {
    case 'a':
      return (time) => HALVES[hour(time) < 12 ? 0 : 1] ?? '';
    case 'H':
      return (time) => padded(hour(time), count);
    case 'k':
      return (time) => padded(hour(time) || 24, count);
    case 'K':
      return (time) => padded(hour(time) % 12, count);
    case 'h':
      return (time) => padded(hour(time) % 12 || 12, count);
    case 'm':
      return (time) => padded(Math.floor(time / 60_000) % 60, count);
    case 's':
      return (time) => padded(Math.floor(time / 1000) % 60, count);
    case 'S':
      return (time) =>
        padded(time % 1000, 3)
          .padEnd(count, '0')
          .slice(0, count);
    case 'A':
      return (time) => padded(time, count);
    case 'n':
      return (time) => padded((time % 1000) * 1_000_000, count);
    default:
      return (time) => padded(time * 1_000_000, count);
  }
}
