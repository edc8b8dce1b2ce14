import type { SqlValue } from '../../types/sql-value.ts';
import { type Column, DeserializationError, SerializationError } from '../codec.ts';
import { type PayloadCodec, SchemaError } from '../schema-format.ts';
import { indexesOf, messageAt, readIndexes, writeIndexes } from './message-indexes.ts';
import { messageReader } from './reading/message-reader.ts';
import type { RowReader } from './reading/slot-reader.ts';
import { WireReader } from './reading/wire-reader.ts';
import type { Nullable } from './schema/connect-type.ts';
import type { LinkedFile } from './schema/link-messages.ts';
import type { MessageType } from './schema/message-type.ts';
import { messageWriter, type WriteRow } from './writing/message-writer.ts';
import { WireWriter } from './writing/wire-writer.ts';

export interface PayloadOptions {
  /** The message that rows are written as. Throws SchemaError where there is none. */
  readonly message: () => MessageType;
  readonly nullable: Nullable;
  readonly survives: Required<PayloadCodec>['survives'];
}

/** Reads any message of the file as the columns; which one it is stands in front of it. Writes them as one of them. */
export function protobufPayloadCodec(
  columns: readonly Column[],
  file: LinkedFile,
  { message, nullable, survives }: PayloadOptions,
): PayloadCodec {
  const wire = new WireReader();
  const readers = new Map<MessageType, RowReader>();
  const readerOf = (type: MessageType): RowReader => {
    const known = readers.get(type) ?? messageReader(type, columns, nullable);
    readers.set(type, known);
    return known;
  };
  let first: RowReader | undefined;
  let writer: RowWriter | undefined;
  return {
    decode: (payload) => {
      wire.open(payload, 0);
      const indexes = readIndexes(wire);
      const isFirst = indexes.length === 1 && indexes[0] === 0;
      if (isFirst && first !== undefined) return readRow(wire, first);
      const type = messageAt(file, indexes);
      if (type === undefined)
        throw new DeserializationError(`Invalid message indexes: [${indexes.join(', ')}]`);
      const reader = readerOf(type);
      if (isFirst) first = reader;
      return readRow(wire, reader);
    },
    encode: (row, at) => {
      writer ??= rowWriter(file, message, columns, nullable);
      return writer(row, at);
    },
    survives,
  };
}

/** Reads what is left as one message. */
export function readRow(wire: WireReader, reader: RowReader): SqlValue[] {
  const slots = wire.slots(reader.size);
  reader.readInto(wire, slots);
  return reader.finish(slots);
}

type RowWriter = (row: readonly SqlValue[], first: number) => Buffer;

/** Throws SerializationError where the message is none of such columns: each record would be refused. */
function rowWriter(
  file: LinkedFile,
  message: () => MessageType,
  columns: readonly Column[],
  nullable: Nullable,
): RowWriter {
  try {
    const type = message();
    return bytesWriter(
      messageWriter(type, columns, nullable),
      writeIndexes(indexesOf(file.messages, type) ?? [0]),
    );
  } catch (error) {
    throw error instanceof SchemaError ? new SerializationError(error.message) : error;
  }
}

/** The bytes in front, then the row. */
export function bytesWriter(write: WriteRow, front: Buffer): RowWriter {
  const wire = new WireWriter();
  return (row, first) => {
    wire.reset();
    wire.raw(front);
    write(wire, row, first);
    return wire.result();
  };
}
