import type { SqlType } from '../../../types/sql-type.ts';
import type { SqlValue } from '../../../types/sql-value.ts';
import { SerializationError } from '../../codec.ts';
import { BLOCK, FIXED32, FIXED64, VARINT } from '../reading/wire-reader.ts';
import { type EnumType, type FieldType, isEnum, isMessage, type ScalarKind } from '../schema/message-type.ts';
import type { WireWriter } from './wire-writer.ts';

export interface ScalarWriter {
  readonly wireType: number;
  readonly write: (wire: WireWriter, value: SqlValue) => void;
  /** Whether it is what an absent one is read as. */
  readonly isZero: (value: SqlValue) => boolean;
}

type Writes = Readonly<Record<ScalarKind, readonly [wireType: number, write: ScalarWriter['write']]>>;
type Long = number | bigint;

/** Unsigned types hold the bits of signed ones, as in Java. */
const WRITES: Writes = {
  double: [FIXED64, (wire, value) => wire.double(value as number)],
  float: [FIXED32, (wire, value) => wire.float(value as number)],
  int32: [VARINT, (wire, value) => wire.int32(value as number)],
  sint32: [VARINT, (wire, value) => wire.sint32(value as number)],
  sfixed32: [FIXED32, (wire, value) => wire.fixed32(value as number)],
  uint32: [VARINT, (wire, value) => wire.uint32(low(value))],
  fixed32: [FIXED32, (wire, value) => wire.fixed32(low(value))],
  int64: [VARINT, (wire, value) => wire.int64(value as Long)],
  sint64: [VARINT, (wire, value) => wire.sint64(value as Long)],
  sfixed64: [FIXED64, (wire, value) => wire.fixed64(value as Long)],
  uint64: [VARINT, (wire, value) => wire.int64(value as Long)],
  fixed64: [FIXED64, (wire, value) => wire.fixed64(value as Long)],
  bool: [VARINT, (wire, value) => wire.bool(value as boolean)],
  string: [BLOCK, (wire, value) => wire.text(value as string)],
  bytes: [BLOCK, (wire, value) => wire.block(value as Buffer)],
};

const low = (value: SqlValue): number => Number(BigInt.asIntN(32, BigInt(value as Long)));

/**
 * The column types whose values a scalar can hold. Connect takes no DOUBLE for a float, and no INTEGER for one that is said to be of 8
 * or 16 bits, though it reads them as such columns; differs: protobuf-values.
 */
const HELD_BY: Readonly<Record<ScalarKind, SqlType['kind']>> = {
  double: 'DOUBLE',
  float: 'DOUBLE',
  int32: 'INTEGER',
  sint32: 'INTEGER',
  sfixed32: 'INTEGER',
  uint32: 'BIGINT',
  fixed32: 'BIGINT',
  int64: 'BIGINT',
  sint64: 'BIGINT',
  sfixed64: 'BIGINT',
  uint64: 'BIGINT',
  fixed64: 'BIGINT',
  bool: 'BOOLEAN',
  string: 'STRING',
  bytes: 'BYTES',
};

/** Undefined: the field holds no values of the type. */
export function scalarWriter({ type }: FieldType, column: SqlType): ScalarWriter | undefined {
  if (isMessage(type)) return undefined;
  if (isEnum(type)) return column.kind === 'STRING' ? enumWriter(type) : undefined;
  if (HELD_BY[type] !== column.kind) return undefined;
  const [wireType, write] = WRITES[type];
  return { wireType, write, isZero: ZERO[type] ?? isNumberZero };
}

/** A double's -0 is not its zero. */
const isNumberZero = (value: SqlValue): boolean => Object.is(value, 0);

const isEmpty = (value: SqlValue): boolean => (value as string | Buffer).length === 0;

const ZERO: { readonly [Kind in ScalarKind]?: ScalarWriter['isZero'] } = {
  bool: (value) => value === false,
  string: isEmpty,
  bytes: isEmpty,
};

function enumWriter({ enumName, numbers, first }: EnumType): ScalarWriter {
  return {
    wireType: VARINT,
    write: (wire, value) => {
      const number = numbers.get(value as string);
      if (number === undefined)
        throw new SerializationError(`The enum ${enumName} has no value ${String(value)}`);
      wire.int32(number);
    },
    isZero: (value) => value === first,
  };
}
