/** Values that are a message to protobuf (`ProtobufData.TO_PROTOBUF_LOGICAL_CONVERTERS`). */
import type { Big } from 'big.js';
import type { SqlType } from '../../../types/sql-type.ts';
import type { SqlValue } from '../../../types/sql-value.ts';
import { SerializationError } from '../../codec.ts';
import { decimalText } from '../../text/decimal-text.ts';
import { dateOfDays } from '../reading/calendar-date.ts';
import type { Logical } from '../schema/connect-type.ts';
import type { WireWriter } from './wire-writer.ts';

/** Writes a message's fields. */
export type WriteMessage = (wire: WireWriter, value: SqlValue) => void;

const TAG = { first: 1 << 3, second: 2 << 3, third: 3 << 3, fourth: 4 << 3 } as const;
const BYTES_TAG = (1 << 3) | 2;

/** A field that is written unless it is 0. */
function int(wire: WireWriter, tag: number, value: number): void {
  if (value === 0) return;
  wire.uint32(tag);
  wire.int32(value);
}

/** The value's digits as a number of two's complement, their count, and how many stand behind the point. */
const decimalWriter =
  (scale: number): WriteMessage =>
  (wire, value) => {
    const digits = decimalText(value as Big, scale).replace('.', '');
    const unscaled = BigInt(digits);
    wire.uint32(BYTES_TAG);
    wire.block(bytesOf(unscaled));
    int(wire, TAG.second, digitCount(unscaled));
    int(wire, TAG.third, scale);
  };

/** `BigDecimal.precision`: that of 0 is 1. */
const digitCount = (unscaled: bigint): number => String(unscaled < 0n ? -unscaled : unscaled).length;

/** `BigInteger.toByteArray`: as few bytes as hold it and its sign. */
export function bytesOf(value: bigint): Buffer {
  const size = (value < 0n ? -value - 1n : value).toString(2).length + 1;
  const count = Math.ceil(size / 8);
  return Buffer.from(
    BigInt.asUintN(count * 8, value)
      .toString(16)
      .padStart(count * 2, '0'),
    'hex',
  );
}

const writeDate: WriteMessage = (wire, value) => {
  const { year, month, day } = dateOfDays(value as number);
  int(wire, TAG.first, year);
  int(wire, TAG.second, month);
  int(wire, TAG.third, day);
};

const MS_A_DAY = 86_400_000;

const writeTime: WriteMessage = (wire, value) => {
  const ms = value as number;
  if (ms < 0 || ms > MS_A_DAY)
    throw new SerializationError(
      'Time values must use number of millis greater than 0 and less than 86400000',
    );
  int(wire, TAG.first, Math.floor(ms / 3_600_000) % 24);
  int(wire, TAG.second, Math.floor(ms / 60_000) % 60);
  int(wire, TAG.third, Math.floor(ms / 1000) % 60);
  int(wire, TAG.fourth, (ms % 1000) * 1e6);
};

/** The years 1 to 9999. */
const FIRST_SECOND = -62_135_596_800;
const LAST_SECOND = 253_402_300_799;

const writeTimestamp: WriteMessage = (wire, value) => {
  const ms = value as number;
  const seconds = Math.floor(ms / 1000);
  const nanos = (ms - seconds * 1000) * 1e6;
  if (seconds < FIRST_SECOND || seconds > LAST_SECOND)
    throw new SerializationError(
      `Timestamp is not valid. See proto definition for valid values. Seconds (${seconds}) must be in range [-62,135,596,800, +253,402,300,799]. Nanos (${nanos}) must be in range [0, +999,999,999].`,
    );
  if (seconds !== 0) {
    wire.uint32(TAG.first);
    wire.int64(seconds);
  }
  int(wire, TAG.second, nanos);
};

/** Undefined: the message holds no values of the type. */
export function logicalWriter(logical: Logical, type: SqlType): WriteMessage | undefined {
  switch (logical) {
    case 'Decimal':
      return type.kind === 'DECIMAL' ? decimalWriter(type.scale) : undefined;
    case 'Date':
      return type.kind === 'DATE' ? writeDate : undefined;
    case 'Time':
      return type.kind === 'TIME' ? writeTime : undefined;
    case 'Timestamp':
      return type.kind === 'TIMESTAMP' ? writeTimestamp : undefined;
  }
}
