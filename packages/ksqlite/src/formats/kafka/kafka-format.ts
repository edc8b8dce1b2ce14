import { asBuffer, type RecordBytes } from '../../log/topics/log-record.ts';
import type { SqlType } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import { type Codec, DeserializationError, type Format } from '../codec.ts';
import { NO_COLUMNS } from '../none/no-columns.ts';
import { isWellFormed, wellFormed } from '../text/well-formed.ts';
import { readLong, writeLong } from './long-bytes.ts';

interface Primitive {
  /** Bytes that a value takes; undefined: any number. */
  readonly size: number | undefined;
  decode(bytes: Buffer): SqlValue;
  encode(value: SqlValue): Buffer;
}

/** VALUE_FORMAT='KAFKA': one column, as Kafka's own serializers write it (`KafkaSerdeFactory`). */
export const KAFKA_FORMAT: Format = {
  name: 'KAFKA',
  wrapsSingles: 'never',
  refuse: (columns) => {
    if (columns.length > 1) return "The 'KAFKA' format only supports a single field";
    const foreign = columns.find(({ type }) => type.kind !== 'STRING' && primitiveOf(type) === undefined);
    return (
      foreign &&
      `The 'KAFKA' format does not support type '${foreign.type.kind}', column: \`${foreign.name}\``
    );
  },
  codec: ([column]) => {
    if (column === undefined) return NO_COLUMNS;
    const primitive = primitiveOf(column.type);
    return primitive === undefined ? TEXT : primitiveCodec(primitive);
  },
};

/** Text stays text, both ways: no bytes are made until someone wants them. */
const TEXT: Codec = {
  decode: (bytes) => (bytes === null ? null : [typeof bytes === 'string' ? bytes : bytes.toString('utf8')]),
  encode: (row, first) => {
    const text = row[first] as string | null;
    return text === null || text === undefined ? null : wellFormed(text);
  },
  survives: (row, first) => {
    const text = row[first] as string | null;
    return text === null || text === undefined || isWellFormed(text);
  },
};

function primitiveCodec({ size, decode, encode }: Primitive): Codec {
  return {
    decode: (bytes: RecordBytes) => {
      const buffer = asBuffer(bytes);
      if (buffer === null) return null;
      if (size !== undefined && buffer.length !== size) {
        throw new DeserializationError(`Size of data received is not ${size}`);
      }
      return [decode(buffer)];
    },
    encode: (row, first) => {
      const value = row[first] ?? null;
      return value === null ? null : encode(value);
    },
  };
}

function primitiveOf(type: SqlType): Primitive | undefined {
  switch (type.kind) {
    case 'INTEGER':
      return INTEGER;
    case 'BIGINT':
      return BIGINT;
    case 'DOUBLE':
      return DOUBLE;
    case 'BYTES':
      return BYTES;
    default:
      return undefined;
  }
}

const INTEGER: Primitive = {
  size: 4,
  decode: (bytes) => bytes.readInt32BE(0),
  encode: (value) => {
    const bytes = Buffer.allocUnsafe(4);
    bytes.writeInt32BE(value as number, 0);
    return bytes;
  },
};

const BIGINT: Primitive = {
  size: 8,
  decode: (bytes) => readLong(bytes, 0),
  encode: (value) => {
    const bytes = Buffer.allocUnsafe(8);
    writeLong(bytes, value as number | bigint, 0);
    return bytes;
  },
};

/** Of the many NaNs Java writes this one (Double.doubleToLongBits), whatever sign the processor gave it. */
const NAN = Buffer.from('7ff8000000000000', 'hex');

const DOUBLE: Primitive = {
  size: 8,
  decode: (bytes) => bytes.readDoubleBE(0),
  encode: (value) => {
    if (Number.isNaN(value)) return Buffer.from(NAN);
    const bytes = Buffer.allocUnsafe(8);
    bytes.writeDoubleBE(value as number, 0);
    return bytes;
  },
};

const BYTES: Primitive = {
  size: undefined,
  decode: (bytes) => bytes,
  encode: (value) => value as Buffer,
};
