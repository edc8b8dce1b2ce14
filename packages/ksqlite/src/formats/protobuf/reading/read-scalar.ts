import { javaDouble } from '../../../functions/values/java/java-double.ts';
import { javaFloat } from '../../../functions/values/java/java-float.ts';
import type { SqlType } from '../../../types/sql-type.ts';
import type { SqlValue } from '../../../types/sql-value.ts';
import type { ConnectKind } from '../../connect-kind.ts';
import { type ConnectType, connectType, type Nullable } from '../schema/connect-type.ts';
import { type EnumType, type FieldType, isEnum, isMessage, type ScalarKind } from '../schema/message-type.ts';
import { BLOCK, FIXED32, FIXED64, VARINT, type WireReader } from './wire-reader.ts';

export interface ScalarReader {
  readonly wireType: number;
  /** Undefined: a number that an enum of proto2 does not have; the field is as if it were not there. */
  readonly read: (wire: WireReader) => SqlValue | undefined;
  /** What an absent one is read as, where it is not null. */
  readonly zero: SqlValue;
}

type Read = (wire: WireReader) => SqlValue;

const READS: Readonly<Record<ScalarKind, readonly [wireType: number, read: Read, zero: SqlValue]>> = {
  double: [FIXED64, (wire) => wire.double(), 0],
  float: [FIXED32, (wire) => wire.float(), 0],
  int32: [VARINT, (wire) => wire.int32(), 0],
  sint32: [VARINT, (wire) => wire.sint32(), 0],
  sfixed32: [FIXED32, (wire) => wire.sfixed32(), 0],
  uint32: [VARINT, (wire) => wire.uint32(), 0],
  fixed32: [FIXED32, (wire) => wire.fixed32(), 0],
  int64: [VARINT, (wire) => wire.int64(), 0],
  sint64: [VARINT, (wire) => wire.sint64(), 0],
  sfixed64: [FIXED64, (wire) => wire.fixed64(), 0],
  uint64: [VARINT, (wire) => wire.int64(), 0],
  fixed64: [FIXED64, (wire) => wire.fixed64(), 0],
  bool: [VARINT, (wire) => wire.bool(), false],
  string: [BLOCK, (wire) => wire.text(), ''],
  bytes: [BLOCK, (wire) => wire.block(), Buffer.alloc(0)],
};

/** Of a field of a scalar or an enum. Unsigned longs are signed ones, as Java has them. */
export function scalarReader({ type, checksText }: FieldType): ScalarReader | undefined {
  if (isMessage(type)) return undefined;
  if (isEnum(type)) return { wireType: VARINT, read: enumRead(type), zero: type.first };
  const [wireType, read, zero] = READS[type];
  return {
    wireType,
    read: type === 'string' && !checksText ? (wire) => wire.looseText() : read,
    zero,
  };
}

function enumRead({ enumName, names, isClosed }: EnumType): ScalarReader['read'] {
  return (wire) => {
    const number = wire.int32();
    return names.get(number) ?? (isClosed ? undefined : `UNKNOWN_ENUM_VALUE_${enumName}_${number}`);
  };
}

/** What a column's type is to Connect. */
export function connectNameOf(type: SqlType): ConnectKind {
  switch (type.kind) {
    case 'BOOLEAN':
      return 'boolean';
    case 'INTEGER':
    case 'DATE':
    case 'TIME':
      return 'int32';
    case 'BIGINT':
    case 'TIMESTAMP':
      return 'int64';
    case 'DOUBLE':
      return 'float64';
    case 'STRING':
      return 'string';
    case 'BYTES':
    case 'DECIMAL':
      return 'bytes';
    case 'ARRAY':
      return 'array';
    case 'MAP':
      return 'map';
    case 'STRUCT':
      return 'struct';
  }
}

const INTEGERS: readonly ConnectKind[] = ['int8', 'int16', 'int32'];
const READ_AS: { readonly [Name in ConnectKind]?: readonly ConnectKind[] } = {
  int32: INTEGERS,
  int64: [...INTEGERS, 'int64'],
  float64: ['float32', 'float64'],
  string: [...INTEGERS, 'int64', 'float32', 'float64', 'boolean', 'string'],
};

/** Why values of the one type are never read as the other (`ConnectDataTranslator.validateSchema`); undefined: they are. */
export function mismatch(source: ConnectType, target: SqlType, path: string): string | undefined {
  const wanted = connectNameOf(target);
  if (!(READ_AS[wanted] ?? [wanted]).includes(source.name))
    return `Cannot deserialize type ${source.name} as type ${wanted} for path: ${path}`;
  const isDecimal = 'logical' in source && source.logical === 'Decimal';
  if (source.name === 'bytes' && isDecimal !== (target.kind === 'DECIMAL'))
    return `Invalid Java object for schema with type BYTES: class ${isDecimal ? 'java.math.BigDecimal' : 'java.nio.HeapByteBuffer'} for path: ${path}`;
  return undefined;
}

/** From what was read to what the column holds; undefined: it is the same. */
export function conversion(
  source: ConnectKind,
  target: SqlType | undefined,
): ((value: SqlValue) => SqlValue) | undefined {
  const narrow = NARROW[source];
  if (target?.kind === 'STRING' && source !== 'string') {
    const text = TEXT[source] ?? String;
    return narrow === undefined ? text : (value) => text(narrow(value));
  }
  if (target?.kind === 'TIMESTAMP') return Number;
  return narrow;
}

const NARROW: { readonly [Name in ConnectKind]?: (value: SqlValue) => SqlValue } = {
  int8: (value) => ((value as number) << 24) >> 24,
  int16: (value) => ((value as number) << 16) >> 16,
};

const TEXT: { readonly [Name in ConnectKind]?: (value: SqlValue) => SqlValue } = {
  float32: (value) => javaFloat(value as number),
  float64: (value) => javaDouble(value as number),
};

/** What Connect says of a NULL in a message inside another one that it takes for never NULL (`ConnectSchema.validateValue`). */
export const nullIsRefused = (field: FieldType): string =>
  `Invalid value: null used for required field: "${field.name}", schema type: ${connectType(field).name.toUpperCase()}`;

/**
 * Whether Connect takes the field for never NULL: columns say how they are NULL, and this one does not.
 */
export function isNeverNull({ type, presence }: FieldType, nullable: Nullable): boolean {
  if (nullable === undefined || isMessage(type) || isEnum(type)) return false;
  return nullable === 'WRAPPER' || presence !== 'optional';
}
