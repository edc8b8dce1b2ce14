/** Messages that are one value to Connect, read from their fields (`ProtobufData.TO_CONNECT_LOGICAL_CONVERTERS`). */
import { Big } from 'big.js';
import type { SqlValue } from '../../../types/sql-value.ts';
import { DeserializationError } from '../../codec.ts';
import { unsignedZero } from '../../text/decimal-fit.ts';
import type { Logical } from '../schema/connect-type.ts';
import { daysOfDate } from './calendar-date.ts';
import type { SlotReader } from './slot-reader.ts';
import { BLOCK, VARINT } from './wire-reader.ts';

/** By the fields' numbers; absent ones are undefined. */
type Fields = (number | bigint | Buffer | undefined)[];

const LONG = 'int64';
const INT = 'int32';
const BYTES = 'bytes';

const reader = (
  kinds: readonly (typeof LONG | typeof INT | typeof BYTES)[],
  value: (fields: Fields) => SqlValue,
): SlotReader => ({
  size: kinds.length + 1,
  readInto: (wire, fields) => {
    while (wire.at < wire.end) {
      const tag = wire.tag();
      const number = tag >>> 3;
      const kind = kinds[number - 1];
      if (kind === BYTES && (tag & 7) === BLOCK) fields[number] = wire.block();
      else if (kind === INT && (tag & 7) === VARINT) fields[number] = wire.int32();
      else if (kind === LONG && (tag & 7) === VARINT) fields[number] = wire.int64();
      else wire.skip(tag);
    }
  },
  finish: (slots) => value(slots as Fields),
});

const int = (field: Fields[number]): number => (typeof field === 'number' ? field : 0);

/** More digits, or more zeros, than any DECIMAL has: the value could not even be written. */
const MOST_BYTES = 1_000;
const MOST_SCALE = 10_000;

function decimalOf([, value, precision, scale]: Fields): SqlValue {
  if (!Buffer.isBuffer(value) || value.length === 0) throw new DeserializationError('Zero length BigInteger');
  if (value.length > MOST_BYTES || Math.abs(int(scale)) > MOST_SCALE)
    throw new DeserializationError(
      `The DECIMAL has ${value.length} bytes and scale ${int(scale)}: more than any DECIMAL`,
    );
  const unscaled = BigInt.asIntN(value.length * 8, BigInt(`0x${value.toString('hex')}`));
  const exact = unsignedZero(new Big(`${unscaled}e${-int(scale)}`));
  const digits = int(precision);
  if (digits < 0) throw new DeserializationError('Digits < 0');
  return digits === 0 || exact.c.length <= digits ? exact : exact.prec(digits, Big.roundHalfUp);
}

function dateOf([, year, month, day]: Fields): SqlValue {
  const days = daysOfDate({ year: int(year), month: int(month), day: int(day) });
  if (days === undefined)
    throw new DeserializationError(`Not a date: year ${int(year)}, month ${int(month)}, day ${int(day)}`);
  return days;
}

function timeOf([, hours, minutes, seconds, nanos]: Fields): SqlValue {
  const [h, m, s, n] = [int(hours), int(minutes), int(seconds), int(nanos)];
  const within = (value: number, end: number): boolean => value >= 0 && value < end;
  if (!within(h, 24) || !within(m, 60) || !within(s, 60) || !within(n, 1e9))
    throw new DeserializationError(`Not a time of day: hours ${h}, minutes ${m}, seconds ${s}, nanos ${n}`);
  return ((h * 60 + m) * 60 + s) * 1000 + Math.floor(n / 1e6);
}

/** Seconds of the years 1 and 9999. */
const FIRST_SECOND = -62_135_596_800;
const LAST_SECOND = 253_402_300_799;

function timestampOf([, seconds = 0, nanos]: Fields): SqlValue {
  const valid = typeof seconds === 'number' && seconds >= FIRST_SECOND && seconds <= LAST_SECOND;
  if (!valid || int(nanos) < 0 || int(nanos) > 999_999_999)
    throw new DeserializationError(
      `Timestamp is not valid. See proto definition for valid values. Seconds (${seconds}) must be in range [-62,135,596,800, +253,402,300,799]. Nanos (${int(nanos)}) must be in range [0, +999,999,999].`,
    );
  return seconds * 1000 + Math.floor(int(nanos) / 1e6);
}

export const LOGICAL_READERS: Readonly<Record<Logical, SlotReader>> = {
  Decimal: reader([BYTES, INT, INT], decimalOf),
  Date: reader([INT, INT, INT], dateOf),
  Time: reader([INT, INT, INT, INT], timeOf),
  Timestamp: reader([LONG, INT], timestampOf),
};
