import { FunctionError } from '../../function-error.ts';
import { civilDate, epochDay, MILLIS_PER_DAY } from './civil-date.ts';
import { instantOf, zoneOf } from './zone.ts';

/**
 * Dates, times and timestamps as SQL texts: what ksqlDB takes where such a value is expected and a STRING is given
 * (developer-guide/ksqldb-reference, "Time units"): ISO 8601, from the right incomplete.
 */

const datePattern = /^([+-]?\d{4,9})-(\d{2})-(\d{2})$/;
const timePattern = /^(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{0,9}))?)?$/;
const MIDNIGHT = '00:00:00.000';

/** `2020`, `2020-05` or `2020-05-26`, as days since the epoch. */
export function parseDateText(text: string): number {
  const day = isoDate(completeDate(text));
  if (day === undefined) throw new FunctionError(`Failed to parse date '${text}': yyyy-MM-dd is expected`);
  return day;
}

/** `01:34`, `01:34:20` or `01:34:20.123`, as ms since midnight. */
export function parseTimeText(text: string): number {
  const time = isoTime(text);
  if (time === undefined) throw new FunctionError(`Failed to parse time '${text}': HH:mm:ss.SSS is expected`);
  return time;
}

/** `2020`, `2020-05-26T01:34` or `2020-05-26T01:34:20.123+0200`, as ms since the epoch. */
export function parseTimestampText(text: string): number {
  const [dateText, withZone] = splitAt(text, text.indexOf('T'));
  const [timeText, zoneText] = splitAt(withZone.slice(1), withZone.slice(1).search(/[+-]/));
  const complete = withZone === '' ? completeDate(dateText) : dateText;
  const clock = timeText.replace(/Z$/, '');
  const day = isoDate(complete);
  const time = clock.length <= MIDNIGHT.length ? clockTime(clock + MIDNIGHT.slice(clock.length)) : undefined;
  if (day === undefined || time === undefined) {
    throw new FunctionError(`Failed to parse timestamp '${text}': yyyy-MM-ddTHH:mm:ss.SSS is expected`);
  }
  return instantOf(day * MILLIS_PER_DAY + time, zoneOf(zoneText === '' ? 'Z' : zoneText));
}

const splitAt = (text: string, index: number): readonly [string, string] =>
  index < 0 ? [text, ''] : [text.slice(0, index), text.slice(index)];

function completeDate(text: string): string {
  const parts = text.split('-').length;
  return parts === 1 ? `${text}-01-01` : parts === 2 ? `${text}-01` : text;
}

function isoDate(text: string): number | undefined {
  const [, year, month, day] = datePattern.exec(text) ?? [];
  return year === undefined ? undefined : epochDay(Number(year), Number(month), Number(day));
}

/** Of a day in a timestamp, whose end may be written as 24 hours, as java.time reads it. */
const clockTime = (text: string): number | undefined =>
  text === MIDNIGHT.replace('00', '24') ? MILLIS_PER_DAY : isoTime(text);

function isoTime(text: string): number | undefined {
  const match = timePattern.exec(text);
  if (match === null) return undefined;
  const [, hours, minutes, seconds = '0', fraction = ''] = match;
  const [h, m, s] = [Number(hours), Number(minutes), Number(seconds)];
  if (h > 23 || m > 59 || s > 59) return undefined;
  return ((h * 60 + m) * 60 + s) * 1000 + Number(fraction.padEnd(3, '0').slice(0, 3));
}

const two = (value: number): string => String(value).padStart(2, '0');

/** `2020-05-26` */
export function dateText(day: number): string {
  const { year, month, day: dayOfMonth } = civilDate(day);
  return `${isoYear(year)}-${two(month)}-${two(dayOfMonth)}`;
}

function isoYear(year: number): string {
  const digits = String(Math.abs(year)).padStart(4, '0');
  return year < 0 ? `-${digits}` : year > 9999 ? `+${digits}` : digits;
}

/** `01:34` or `01:34:20`: ksqlDB leaves the fraction out, and the seconds when they are 0. */
export function timeText(time: number): string {
  const seconds = Math.floor(time / 1000);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return s === 0 ? `${two(h)}:${two(m)}` : `${two(h)}:${two(m)}:${two(s)}`;
}

/** `2020-05-26T01:34:20.123`, in UTC */
export function timestampText(instant: number): string {
  const day = Math.floor(instant / MILLIS_PER_DAY);
  const time = instant - day * MILLIS_PER_DAY;
  const seconds = Math.floor(time / 1000);
  const clock = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return `${dateText(day)}T${clock}.${String(time % 1000).padStart(3, '0')}`;
}
