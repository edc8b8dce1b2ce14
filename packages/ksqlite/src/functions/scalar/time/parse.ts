import { BIGINT, DATE, INTEGER, TIME, TIMESTAMP } from '../../../types/sql-type.ts';
import { FunctionError } from '../../function-error.ts';
import { checkPattern } from '../../signature/constant-pattern.ts';
import { defineScalar } from '../../signature/define-scalar.ts';
import { required, text } from '../../signature/parameter.ts';
import { type Resolution, strictTyped } from '../../signature/variant.ts';
import { lastMemo } from '../../values/last-memo.ts';
import { MILLIS_PER_DAY } from '../../values/time/civil-date.ts';
import { lenientDateParser } from '../../values/time/date-pattern/lenient-date.ts';
import { dateParser, rootDateParser } from '../../values/time/date-pattern/parse.ts';
import {
  checkRanges,
  dayOf,
  hasDate,
  hasTime,
  hasWholeDate,
  timeOf,
} from '../../values/time/date-pattern/resolve.ts';
import { instantOf, type Zone, zoneOf } from '../../values/time/zone.ts';

const category = 'DATE / TIME';

/**
 * Of a reading that came twice, when summer time ended, ksqlDB takes the one with the offset of the same day in 1970:
 * it starts from the epoch and sets field after field, and Java keeps an offset while it is possible.
 */
function offsetIn1970(local: number, zone: Zone): number {
  const reading = new Date(local).setUTCFullYear(1970);
  return zone.offsetAt(instantOf(reading, zone));
}

/** The code that makes parsers of patterns, which are the second argument: a constant one is checked at once. */
function parsers(resolution: Resolution, make: typeof dateParser) {
  const parser = lastMemo(make);
  checkPattern(resolution, 1, parser);
  return parser;
}

/** The code that reads instants: in the zone of the text, else in the given, else in the default one. */
const instants = (defaultZone: () => string) => (resolution: Resolution) => {
  const parser = parsers(resolution, rootDateParser);
  return (value: string, pattern: string, zone: string = defaultZone()): number => {
    const { fields, zone: ownZone } = parser(pattern)(value);
    checkRanges(fields);
    const local = dayOf(fields) * MILLIS_PER_DAY + timeOf(fields);
    return instantOf(local, zoneOf(ownZone ?? zone), offsetIn1970(local, zoneOf(ownZone ?? zone)));
  };
};

const inUtc = instants(() => 'GMT');
const inSystemZone = instants(() => new Intl.DateTimeFormat().resolvedOptions().timeZone);

/** scalar-functions.md#parse_timestamp: fields that the text does not have are those of 1970-01-01T00:00, in UTC. */
export const parseTimestamp = defineScalar('PARSE_TIMESTAMP', category, 'The timestamp in a text.', [
  strictTyped([text, text], TIMESTAMP, inUtc),
  strictTyped([text, text, text], TIMESTAMP, inUtc),
]);

const given = required(text);

/** scalar-functions.md#stringtotimestamp, deprecated: NULL is an error there. */
export const stringToTimestamp = defineScalar(
  'STRINGTOTIMESTAMP',
  category,
  'The ms since the epoch in a text.',
  [
    strictTyped([given, given], BIGINT, inSystemZone),
    strictTyped([given, given, given], BIGINT, inSystemZone),
  ],
);

/** scalar-functions.md#parse_date */
export const parseDate = defineScalar('PARSE_DATE', category, 'The date in a text.', [
  strictTyped([text, text], DATE, (resolution) => {
    const { now } = resolution.context;
    const parser = lastMemo((pattern: string) => lenientDateParser(pattern, now));
    checkPattern(resolution, 1, parser);
    return (value, pattern) => parser(pattern)(value);
  }),
]);

/** scalar-functions.md#stringtodate, deprecated: NULL is an error there. */
export const stringToDate = defineScalar('STRINGTODATE', category, 'The days since the epoch in a text.', [
  strictTyped([given, given], INTEGER, (resolution) => {
    const parser = parsers(resolution, dateParser);
    return (value, pattern) => {
      const { fields } = parser(pattern)(value);
      checkRanges(fields);
      if (!hasWholeDate(fields))
        throw new FunctionError(`Failed to parse date '${value}' with pattern '${pattern}'`);
      return dayOf(fields);
    };
  }),
]);

/** scalar-functions.md#parse_time: a pattern with a date in it is an error, and so is one without an hour. */
export const parseTime = defineScalar('PARSE_TIME', category, 'The time in a text.', [
  strictTyped([text, text], TIME, (resolution) => {
    const parser = parsers(resolution, dateParser);
    return (value, pattern) => {
      const { fields } = parser(pattern)(value);
      checkRanges(fields);
      if (hasDate(fields)) throw new FunctionError('Time format contains date field.');
      if (!hasTime(fields))
        throw new FunctionError(`Failed to parse time '${value}' with pattern '${pattern}'`);
      return timeOf(fields) % MILLIS_PER_DAY;
    };
  }),
]);
