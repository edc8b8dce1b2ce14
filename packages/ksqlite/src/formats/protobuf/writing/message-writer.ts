/**
 * Writes rows as messages: the fields in the order of their numbers, NULLs and what an absent field is read as left out (protobuf's
 * `DynamicMessage`). Columns are found by their exact names, fields of a STRUCT by their places (`ProtobufSRSchemaDataTranslator`).
 */

import type { SqlType, StructField } from '../../../types/sql-type.ts';
import type { SqlValue } from '../../../types/sql-value.ts';
import { SerializationError } from '../../codec.ts';
import type { SchemaError } from '../../schema-format.ts';
import { refusal } from '../proto/refusal.ts';
import { BLOCK } from '../reading/wire-reader.ts';
import { type ConnectType, connectType, type Nullable, oneofName } from '../schema/connect-type.ts';
import { type FieldType, isMessage, type MessageType, type OneofType } from '../schema/message-type.ts';
import type { WireWriter } from './wire-writer.ts';
import { logicalWriter, type WriteMessage } from './write-logical.ts';
import { type ScalarWriter, scalarWriter } from './write-scalar.ts';

/** Writes a value that is not NULL with its tag, or nothing. */
type WriteField = (wire: WireWriter, value: SqlValue) => void;

export type WriteRow = (wire: WireWriter, row: readonly SqlValue[], first: number) => void;

/** @throws SchemaError where the message is none of such columns */
export function messageWriter(
  message: MessageType,
  columns: readonly StructField[],
  nullable: Nullable,
): WriteRow {
  const members = membersOf(message);
  const places = columns.map(({ name }) => {
    const member = members.find((each) => each.name === name);
    if (member === undefined) throw refusal(`Schema from Schema Registry misses field with name: ${name}`);
    return member;
  });
  const wanted = members.find((member) => member.isRequired && !places.includes(member));
  if (wanted !== undefined)
    throw refusal(
      `Missing default value for required Protobuf field: [${wanted.name}]. This field appears in Protobuf schema in Schema Registry`,
    );
  return rowWriter(places, columns, nullable);
}

/** A field, or a oneof, which is one column. */
interface Member {
  readonly name: string;
  /** Its fields are written here. */
  readonly number: number;
  readonly isRequired: boolean;
  writer(type: SqlType, nullable: Nullable): WriteField;
}

const membersOf = ({ oneofs, fields }: MessageType): readonly Member[] => [
  ...oneofs.map((oneof, i) => ({
    name: oneofName(oneof, i),
    number: Math.min(...oneof.fields.map(({ number }) => number)),
    isRequired: false,
    writer: (type: SqlType, nullable: Nullable) => oneofWriter(oneof, type, nullable),
  })),
  ...fields.map((field) => ({
    name: field.name,
    number: field.number,
    isRequired: field.presence === 'required',
    writer: (type: SqlType, nullable: Nullable) => fieldWriter(field, type, nullable),
  })),
];

function rowWriter(
  members: readonly Member[],
  columns: readonly StructField[],
  nullable: Nullable,
): WriteRow {
  const fields = members
    .map((member, index) => {
      const { type } = columns[index] as StructField;
      return { index, number: member.number, write: member.writer(type, nullable) };
    })
    .sort((a, b) => a.number - b.number);
  return (wire, row, first) => {
    for (const { index, write } of fields) {
      const value = row[first + index] ?? null;
      if (value !== null) write(wire, value);
    }
  };
}

const noValues = (name: string, type: SqlType): SchemaError =>
  refusal(`The field ${name} of the schema can't hold values of the type ${type.kind}`);

function fieldWriter(field: FieldType, type: SqlType, nullable: Nullable): WriteField {
  const source = connectType(field);
  if (source.name === 'array') return arrayWriter(field, source.element, type, nullable);
  if (source.name === 'map') return mapWriter(field, type, nullable);
  const message = contentWriter(field, source, type, nullable);
  if (message !== undefined) return messageField(field.number, message);
  const scalar = scalarWriter(field, type);
  if (scalar === undefined) throw noValues(field.name, type);
  return scalarField(field, scalar);
}

function messageField(number: number, write: WriteMessage): WriteField {
  const tag = ((number << 3) | BLOCK) >>> 0;
  return (wire, value) => {
    wire.uint32(tag);
    const start = wire.begin();
    write(wire, value);
    wire.end(start);
  };
}

function scalarField({ number, presence }: FieldType, { wireType, write, isZero }: ScalarWriter): WriteField {
  const tag = ((number << 3) | wireType) >>> 0;
  const skipsZero = presence === 'implicit';
  return (wire, value) => {
    if (skipsZero && isZero(value)) return;
    wire.uint32(tag);
    write(wire, value);
  };
}

/** What is in a message; undefined: the field is none. */
function contentWriter(
  field: FieldType,
  source: ConnectType,
  type: SqlType,
  nullable: Nullable,
): WriteMessage | undefined {
  if (!isMessage(field.type)) return undefined;
  if ('logical' in source && source.logical !== undefined) {
    const write = logicalWriter(source.logical, type);
    if (write === undefined) throw noValues(field.name, type);
    return write;
  }
  if (source.name !== 'struct') {
    const value = field.type.fields[0];
    return value && fieldWriter(value, type, undefined);
  }
  if (type.kind !== 'STRUCT') throw noValues(field.name, type);
  const members = membersOf(field.type);
  if (members.length < type.fields.length) throw noValues(field.name, type);
  const writeRow = rowWriter(members.slice(0, type.fields.length), type.fields, nullable);
  return (wire, value) => writeRow(wire, value as readonly SqlValue[], 0);
}

function arrayWriter(field: FieldType, element: FieldType, type: SqlType, nullable: Nullable): WriteField {
  if (type.kind !== 'ARRAY') throw noValues(field.name, type);
  const message = contentWriter(element, connectType(element), type.element, nullable);
  if (message !== undefined) return eachItem(field.name, messageField(field.number, message));
  const scalar = scalarWriter(element, type.element);
  if (scalar === undefined) throw noValues(field.name, type.element);
  const { wireType, write } = scalar;
  if (!field.packed) {
    const tag = ((field.number << 3) | wireType) >>> 0;
    return eachItem(field.name, (wire, value) => {
      wire.uint32(tag);
      write(wire, value);
    });
  }
  const writeItems = eachItem(field.name, write);
  const writeBlock = messageField(field.number, writeItems);
  return (wire, value) => {
    if ((value as readonly SqlValue[]).length > 0) writeBlock(wire, value);
  };
}

/** There is no sign for NULL among several values: Connect's converter fails at it, too. */
const eachItem =
  (name: string, write: WriteField): WriteField =>
  (wire, value) => {
    for (const item of value as readonly SqlValue[]) {
      if (item === null) throw new SerializationError(`A PROTOBUF list can't hold NULL: ${name}`);
      write(wire, item);
    }
  };

function mapWriter(field: FieldType, type: SqlType, nullable: Nullable): WriteField {
  const [key, value] = isMessage(field.type) ? field.type.fields : [];
  if (type.kind !== 'MAP' || key === undefined || value === undefined) throw noValues(field.name, type);
  const writeKey = fieldWriter(key, type.key, nullable);
  const writeValue = fieldWriter(value, type.value, nullable);
  const tag = ((field.number << 3) | BLOCK) >>> 0;
  return (wire, map) => {
    for (const [name, held] of map as ReadonlyMap<string, SqlValue>) {
      wire.uint32(tag);
      const start = wire.begin();
      writeKey(wire, name);
      if (held !== null) writeValue(wire, held);
      wire.end(start);
    }
  };
}

/** A STRUCT of which the first field that is not NULL is written. */
function oneofWriter({ name, fields }: OneofType, type: SqlType, nullable: Nullable): WriteField {
  if (type.kind !== 'STRUCT' || type.fields.length > fields.length) throw noValues(name, type);
  const writes = type.fields.map((column, i) => fieldWriter(fields[i] as FieldType, column.type, nullable));
  return (wire, value) => {
    const row = value as readonly SqlValue[];
    const chosen = row.findIndex((held) => held !== null);
    if (chosen < 0) throw new SerializationError(`Cannot find non-null field of ${name}`);
    writes[chosen]?.(wire, row[chosen] as SqlValue);
  };
}
