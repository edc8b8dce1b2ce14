import { STRING } from '../../../types/sql-type.ts';
import { checkPattern } from '../../signature/constant-pattern.ts';
import { defineScalar } from '../../signature/define-scalar.ts';
import { bigint, date, int, required, text, time, timestamp } from '../../signature/parameter.ts';
import { type Resolution, strictTyped } from '../../signature/variant.ts';
import { lastMemo } from '../../values/last-memo.ts';
import { dateFormatter, momentOf } from '../../values/time/date-pattern/format.ts';
import { type Zone, zoneOf } from '../../values/time/zone.ts';

const category = 'DATE / TIME';

const systemZone = (): Zone => zoneOf(new Intl.DateTimeFormat().resolvedOptions().timeZone);

/** The code that makes formatters of patterns, which are the second argument: a constant one is checked at once. */
function formatters(resolution: Resolution) {
  const formatter = lastMemo(dateFormatter);
  checkPattern(resolution, 1, formatter);
  return formatter;
}

/** The code that formats instants; a formatter and a zone are made when they change, not for every record. */
function instants(resolution: Resolution, defaultZone: () => Zone) {
  const formatter = formatters(resolution);
  const fallback = lastMemo(defaultZone);
  return (instant: number | bigint, pattern: string, zone?: string): string =>
    formatter(pattern)(momentOf(Number(instant), zone === undefined ? fallback(undefined) : zoneOf(zone)));
}

const inUtc = (resolution: Resolution) => instants(resolution, () => zoneOf('GMT'));
const inSystemZone = (resolution: Resolution) => instants(resolution, systemZone);

/** scalar-functions.md#format_timestamp: in UTC unless a zone is given. */
export const formatTimestamp = defineScalar('FORMAT_TIMESTAMP', category, 'A timestamp as a text.', [
  strictTyped([timestamp, text], STRING, inUtc),
  strictTyped([timestamp, text, text], STRING, inUtc),
]);

/** scalar-functions.md#timestamptostring, deprecated: in the system's zone unless one is given. */
export const timestampToString = defineScalar(
  'TIMESTAMPTOSTRING',
  category,
  'Ms since the epoch as a text.',
  [
    strictTyped([required(bigint), text], STRING, inSystemZone),
    strictTyped([required(bigint), text, text], STRING, inSystemZone),
  ],
);

function days(resolution: Resolution) {
  const formatter = formatters(resolution);
  return (day: number, pattern: string): string =>
    formatter(pattern)({ day, time: undefined, zone: undefined, offset: 0 });
}

/** scalar-functions.md#format_date */
export const formatDate = defineScalar('FORMAT_DATE', category, 'A date as a text.', [
  strictTyped([date, text], STRING, days),
]);

/** scalar-functions.md#datetostring, deprecated */
export const dateToString = defineScalar('DATETOSTRING', category, 'Days since the epoch as a text.', [
  strictTyped([required(int), text], STRING, days),
]);

/** scalar-functions.md#format_time */
export const formatTime = defineScalar('FORMAT_TIME', category, 'A time as a text.', [
  strictTyped([time, text], STRING, (resolution) => {
    const formatter = formatters(resolution);
    return (value, pattern) =>
      formatter(pattern)({ day: undefined, time: value, zone: undefined, offset: 0 });
  }),
]);
