/**
 * VALUE_FORMAT='PROTOBUF_NOSR' (`ProtobufNoSRFormat`): messages without a schema's id, of the one schema that the columns have. A
 * single column that is not wrapped, as a key never is, is a message of google.protobuf around it, which ksqlDB can't read
 * (differs: protobuf-nosr-keys).
 */
import { asBuffer } from '../../log/topics/log-record.ts';
import type { StructField } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import {
  type Codec,
  type Column,
  DeserializationError,
  type Format,
  type FormatOptions,
  SerializationError,
} from '../codec.ts';
import { refuseColumns } from './protobuf-columns.ts';
import { bytesWriter, readRow } from './protobuf-payload-codec.ts';
import { survivalInProtobuf } from './protobuf-survival.ts';
import { messageReader } from './reading/message-reader.ts';
import { WireReader } from './reading/wire-reader.ts';
import type { Nullable } from './schema/connect-type.ts';
import { knownFile } from './schema/known-files.ts';
import { linkProto } from './schema/link-messages.ts';
import type { MessageType } from './schema/message-type.ts';
import { protoOfColumns, WRAPPERS } from './schema/proto-of-columns.ts';
import { messageWriter } from './writing/message-writer.ts';

export const PROTOBUF_NOSR_FORMAT: Format = {
  name: 'PROTOBUF_NOSR',
  refuse: (columns, role) => {
    const [only, other] = columns;
    if (role === 'key' && only !== undefined && other === undefined && !isKey(only))
      return `PROTOBUF_NOSR can't hold a key that is one ${only.type.kind}: add a second key column, or use another format`;
    return refuseColumns(columns);
  },
  codec: (columns, options) => {
    const isSingle = columns.length === 1 && (options.role === 'key' || !options.wrapSingle);
    return isSingle ? singleCodec(columns[0] as Column, options) : messageCodec(columns, options);
  },
};

/** What Connect has a message for, or what is one. */
const isKey = ({ type }: StructField): boolean => type.kind === 'STRUCT' || WRAPPERS[type.kind] !== undefined;

function messageCodec(columns: readonly Column[], { nullable }: FormatOptions): Codec {
  const [message] = linkProto(protoOfColumns(columns, { nullable })).messages;
  return codecOf(message as MessageType, columns, nullable, survivalInProtobuf(columns, nullable));
}

/** A single column that is not in a message of its own; no bytes stand for NULL. */
function singleCodec(column: Column, options: FormatOptions): Codec {
  const inner = singleMessage(column, options);
  if (inner === undefined) return unwritable(column);
  const { type } = column;
  const isStruct = type.kind === 'STRUCT';
  const keeps = survivalInProtobuf([column], options.nullable);
  return {
    canFail: true,
    decode: (bytes) => {
      const row = inner.decode(bytes);
      return row === null || !isStruct ? row : [row];
    },
    encode: (row, first) => {
      const value = row[first] ?? null;
      if (value === null) return null;
      return isStruct ? inner.encode(value as readonly SqlValue[], 0) : inner.encode(row, first);
    },
    survives: (row, first) => (row[first] ?? null) !== null && keeps(row, first),
  };
}

function singleMessage({ type }: Column, options: FormatOptions): Codec | undefined {
  if (type.kind === 'STRUCT') return messageCodec(type.fields, options);
  const [name, path] = WRAPPERS[type.kind] ?? [];
  const file = path === undefined ? undefined : knownFile(path);
  const message = file && linkProto(file).byName.get(name as string);
  return message && codecOf(message, [{ name: 'value', type }], undefined, () => true);
}

function unwritable({ type }: Column): Codec {
  const reason = `PROTOBUF_NOSR has no message for a single ${type.kind}`;
  return {
    canFail: true,
    decode: (bytes) => {
      if (bytes === null) return null;
      throw new DeserializationError(reason);
    },
    encode: (row, first) => {
      if ((row[first] ?? null) === null) return null;
      throw new SerializationError(reason);
    },
  };
}

function codecOf(
  message: MessageType,
  columns: readonly StructField[],
  nullable: Nullable,
  survives: Required<Codec>['survives'],
): Codec {
  const wire = new WireReader();
  const reader = messageReader(message, columns, nullable);
  return {
    canFail: true,
    decode: (record) => {
      const bytes = asBuffer(record);
      if (bytes === null) return null;
      wire.open(bytes, 0);
      return readRow(wire, reader);
    },
    encode: bytesWriter(messageWriter(message, columns, nullable), Buffer.alloc(0)),
    survives,
  };
}
