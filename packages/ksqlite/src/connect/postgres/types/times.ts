/** Dates, times and timestamps, as `datestyle=ISO` and `timezone=UTC` write them. */
import { type ColumnType, UnfitValue } from './column-type.ts';
import type { TypeSettings } from './type-info.ts';

const DAY_MS = 86_400_000;
const INT32 = { min: -2_147_483_648, max: 2_147_483_647 };
/** What PostgreSQL's JDBC driver has for timestamps beyond all others, ms. */
const INFINITE = { min: -9_223_372_036_832_400_000n, max: 9_223_372_036_825_200_000n };

export function dateType({ times }: TypeSettings): ColumnType {
  const name = times === 'connect' ? 'org.apache.kafka.connect.data.Date' : 'io.debezium.time.Date';
  return {
    schema: { type: 'int32', name, version: 1 },
    read: (text) => {
      if (text === 'infinity') return INT32.max;
      if (text === '-infinity') return INT32.min;
      return dayOf(text);
    },
    zero: 0,
  };
}

/** TIME; `modifier` is its precision, −1: microseconds. */
export function timeType(modifier: number, { times }: TypeSettings): ColumnType {
  if (times === 'connect') return milliTime('org.apache.kafka.connect.data.Time');
  if (times === 'adaptive' && modifier >= 0 && modifier <= 3) return milliTime('io.debezium.time.Time');
  return {
    schema: { type: 'int64', name: 'io.debezium.time.MicroTime', version: 1 },
    read: (text) => timeUs(text),
    zero: 0,
  };
}

const milliTime = (name: string): ColumnType => ({
  schema: { type: 'int32', name, version: 1 },
  read: (text) => Math.floor(timeUs(text) / 1000),
  zero: 0,
});

/** TIMESTAMP, without a zone. */
export function timestampType(modifier: number, { times }: TypeSettings): ColumnType {
  const micro = times !== 'connect' && !(modifier >= 0 && modifier <= 3);
  const name = micro
    ? 'io.debezium.time.MicroTimestamp'
    : times === 'connect'
      ? 'org.apache.kafka.connect.data.Timestamp'
      : 'io.debezium.time.Timestamp';
  return {
    schema: { type: 'int64', name, version: 1 },
    read: (text) => {
      if (text === 'infinity') return INFINITE.max;
      if (text === '-infinity') return INFINITE.min;
      const space = text.indexOf(' ');
      const bc = text.endsWith(' BC');
      const days = dayOf(bc ? `${text.slice(0, space)} BC` : text.slice(0, space));
      const us = timeUs(bc ? text.slice(space + 1, -3) : text.slice(space + 1));
      if (!micro) return days * DAY_MS + Math.floor(us / 1000);
      const all = days * DAY_MS * 1000 + us;
      return Number.isSafeInteger(all) ? all : BigInt(days * DAY_MS) * 1000n + BigInt(us);
    },
    zero: 0,
  };
}

/** TIMESTAMPTZ: text in UTC, with as many digits of a second as its precision, −1: six. */
export function zonedTimestampType(modifier: number): ColumnType {
  const digits = modifier < 0 ? 6 : modifier;
  const read = (text: string): string => {
    if (text === 'infinity' || text === '-infinity') return text;
    const bc = text.endsWith(' BC');
    const space = text.indexOf(' ');
    const zone = text.indexOf('+', space);
    const point = text.indexOf('.', space);
    const seconds = text.slice(space + 1, point < 0 ? zone : point);
    const fraction = point < 0 ? '' : text.slice(point + 1, zone);
    const day = text.slice(0, space);
    return `${bc || day.length > 10 ? isoDay(day, bc) : day}T${seconds}${digits === 0 ? '' : `.${fraction.padEnd(digits, '0')}`}Z`;
  };
  return {
    schema: { type: 'string', name: 'io.debezium.time.ZonedTimestamp', version: 1 },
    read,
    zero: read('1970-01-01 00:00:00+00'),
  };
}

/** TIMETZ: text in UTC. */
export const ZONED_TIME: ColumnType = {
  schema: { type: 'string', name: 'io.debezium.time.ZonedTime', version: 1 },
  read: (text) => {
    const [, time = '', sign, hours = '0', minutes = '0', seconds = '0'] =
      /^([\d:.]+)([+-])(\d\d)(?::(\d\d))?(?::(\d\d))?$/.exec(text) ?? [];
    const offset = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * (sign === '-' ? -1 : 1);
    const us = timeUs(time) - offset * 1_000_000;
    return `${clockText(((us % (DAY_MS * 1000)) + DAY_MS * 1000) % (DAY_MS * 1000))}Z`;
  },
};

function clockText(us: number): string {
  const two = (n: number) => String(n).padStart(2, '0');
  const seconds = Math.floor(us / 1_000_000);
  const fraction = String(us % 1_000_000)
    .padStart(6, '0')
    .replace(/0+$/, '');
  const clock = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return fraction === '' ? clock : `${clock}.${fraction}`;
}

/** ISO 8601: more than four digits have a sign, and 1 BC is the year 0. */
function isoDay(day: string, bc: boolean): string {
  const [year = '', month, date] = day.split('-');
  const number = bc ? 1 - Number(year) : Number(year);
  const digits = String(Math.abs(number)).padStart(4, '0');
  return `${number < 0 ? '-' : digits.length > 4 ? '+' : ''}${digits}-${month}-${date}`;
}

/** Days since the epoch, of `2024-02-29` or `0044-03-15 BC`. */
function dayOf(text: string): number {
  const bc = text.endsWith(' BC');
  const [year = '', month = '', date = ''] = (bc ? text.slice(0, -3) : text).split('-');
  const at = new Date(0).setUTCFullYear(
    bc ? 1 - Number(year) : Number(year),
    Number(month) - 1,
    Number(date),
  );
  if (Number.isNaN(at)) throw new UnfitValue(`not a date: ${text}`);
  return at / DAY_MS;
}

/** µs since midnight, of `12:34:56.789`. */
function timeUs(text: string): number {
  const seconds = Number(text.slice(0, 2)) * 3600 + Number(text.slice(3, 5)) * 60 + Number(text.slice(6, 8));
  return seconds * 1_000_000 + (text.length > 9 ? Number(text.slice(9).padEnd(6, '0')) : 0);
}
