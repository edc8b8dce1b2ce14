import { DATE, TIMESTAMP } from '../../../types/sql-type.ts';
import { defineScalar } from '../../signature/define-scalar.ts';
import { bigint, int, required, text, timestamp } from '../../signature/parameter.ts';
import { nullable, strict } from '../../signature/variant.ts';
import { zoneOf } from '../../values/time/zone.ts';

const category = 'DATE / TIME';

/** scalar-functions.md#from_unixtime. differs: far-times */
export const fromUnixtime = defineScalar('FROM_UNIXTIME', category, 'Ms since the epoch as a timestamp.', [
  strict([bigint], TIMESTAMP, (millis) => Number(millis)),
]);

/** scalar-functions.md#from_days */
export const fromDays = defineScalar('FROM_DAYS', category, 'Days since the epoch as a date.', [
  nullable([required(int)], DATE, (days) => days),
]);

/** scalar-functions.md#convert_tz: the timestamp whose UTC reading is what the second zone's clocks show. */
export const convertTz = defineScalar(
  'CONVERT_TZ',
  category,
  'A timestamp moved from one time zone to another.',
  [
    strict([timestamp, text, text], TIMESTAMP, (value, from, to) => {
      return value + zoneOf(to).offsetAt(value) - zoneOf(from).offsetAt(value);
    }),
  ],
);
