import { DATE, type SqlType, TIME, TIMESTAMP } from '../../../types/sql-type.ts';
import type { ScalarFunction } from '../../scalar-function.ts';
import { defineScalar } from '../../signature/define-scalar.ts';
import { date, int, type Parameter, time, timestamp, unit } from '../../signature/parameter.ts';
import { strict } from '../../signature/variant.ts';
import { MILLIS_PER_DAY } from '../../values/time/civil-date.ts';
import { millisPerUnit } from '../../values/time/unit-of-time.ts';

/** `(unit, interval, value)`: the value moved by the interval, in ms. */
const moving = (
  name: string,
  of: Parameter<number>,
  type: SqlType,
  description: string,
  move: (value: number, millis: number) => number,
): ScalarFunction =>
  defineScalar(name, 'DATE / TIME', description, [
    strict([unit, int, of], type, (unitName, interval, value) =>
      move(value, interval * millisPerUnit(unitName)),
    ),
  ]);

/** Cut to whole days towards the epoch, as TimeUnit cuts. */
const moveDay = (day: number, millis: number): number =>
  Math.trunc((day * MILLIS_PER_DAY + millis) / MILLIS_PER_DAY) + 0;
/** Times go round the clock. */
const moveTime = (value: number, millis: number): number =>
  (((value + millis) % MILLIS_PER_DAY) + MILLIS_PER_DAY) % MILLIS_PER_DAY;

/** scalar-functions.md#dateadd and those after: `DATEADD(DAYS, 1, d)`. */
export const arithmeticFunctions: readonly ScalarFunction[] = [
  moving('DATEADD', date, DATE, 'A date some time later.', moveDay),
  moving('DATESUB', date, DATE, 'A date some time earlier.', (day, millis) => moveDay(day, -millis)),
  moving('TIMEADD', time, TIME, 'A time some time later.', moveTime),
  moving('TIMESUB', time, TIME, 'A time some time earlier.', (value, millis) => moveTime(value, -millis)),
  moving(
    'TIMESTAMPADD',
    timestamp,
    TIMESTAMP,
    'A timestamp some time later.',
    (value, millis) => value + millis,
  ),
  moving(
    'TIMESTAMPSUB',
    timestamp,
    TIMESTAMP,
    'A timestamp some time earlier.',
    (value, millis) => value - millis,
  ),
];
