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
const LONGEST_NANOS = 2n ** 63n - 1n;
const NANOS_PER_MILLI = 1_000_000n;
const LONGEST_MILLIS = Number(LONGEST_NANOS / NANOS_PER_MILLI);

/**
 * Times go round the clock. An interval of more nanoseconds than a long holds is the longest one (`TimeUnit.toNanos`).
 *
 * @param sign 1: later, -1: earlier
 */
function moveTime(value: number, millis: number, sign: 1 | -1): number {
  if (Math.abs(millis) > LONGEST_MILLIS) return moveFar(value, BigInt(Math.sign(millis)), BigInt(sign));
  return (((value + sign * millis) % MILLIS_PER_DAY) + MILLIS_PER_DAY) % MILLIS_PER_DAY;
}

function moveFar(value: number, direction: bigint, sign: bigint): number {
  const day = BigInt(MILLIS_PER_DAY) * NANOS_PER_MILLI;
  const longest = direction < 0n ? -LONGEST_NANOS - 1n : LONGEST_NANOS;
  const moved = (BigInt(value) * NANOS_PER_MILLI + sign * longest) % day;
  return Number(((moved + day) % day) / NANOS_PER_MILLI);
}

/** scalar-functions.md#dateadd and those after: `DATEADD(DAYS, 1, d)`. */
export const arithmeticFunctions: readonly ScalarFunction[] = [
  moving('DATEADD', date, DATE, 'A date some time later.', moveDay),
  moving('DATESUB', date, DATE, 'A date some time earlier.', (day, millis) => moveDay(day, -millis)),
  moving('TIMEADD', time, TIME, 'A time some time later.', (value, millis) => moveTime(value, millis, 1)),
  moving('TIMESUB', time, TIME, 'A time some time earlier.', (value, millis) => moveTime(value, millis, -1)),
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
