import { BIGINT, INTEGER } from '../../../types/sql-type.ts';
import { defineScalar } from '../../signature/define-scalar.ts';
import { date, timestamp } from '../../signature/parameter.ts';
import { strict, strictTyped } from '../../signature/variant.ts';
import { MILLIS_PER_DAY } from '../../values/time/civil-date.ts';

/** scalar-functions.md#unix_timestamp: ms since the epoch, of now or of a timestamp. */
export const unixTimestamp = defineScalar('UNIX_TIMESTAMP', 'DATE / TIME', 'The ms since the epoch.', [
  strictTyped(
    [],
    BIGINT,
    ({ context }) =>
      () =>
        context.now(),
  ),
  strict([timestamp], BIGINT, (value) => value),
]);

/** scalar-functions.md#unix_date: days since the epoch, of today (in UTC) or of a date. */
export const unixDate = defineScalar('UNIX_DATE', 'DATE / TIME', 'The days since the epoch.', [
  strictTyped(
    [],
    INTEGER,
    ({ context }) =>
      () =>
        Math.floor(context.now() / MILLIS_PER_DAY),
  ),
  strict([date], INTEGER, (value) => value),
]);
