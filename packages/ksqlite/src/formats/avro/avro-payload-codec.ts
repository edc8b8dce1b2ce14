import { struct } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import { type Column, DeserializationError, SerializationError } from '../codec.ts';
import { type PayloadCodec, SchemaError } from '../schema-format.ts';
import { AvroInput } from './reading/avro-input.ts';
import { AvroReaders } from './reading/read-value.ts';
import type { AvroType } from './schema/avro-type.ts';
import { flatUnion } from './schema/connect-kind.ts';
import { AvroOutput } from './writing/avro-output.ts';
import { rowWriter, valueWriter, type WriteRow } from './writing/write-value.ts';

type Survives = NonNullable<PayloadCodec['survives']>;

/**
 * Reads and writes columns as one Avro schema has them. Payloads are read at once as rows: nothing is made for what no column takes.
 *
 * @param type of a schema that passed `checkAvro`
 * @param single whether the one column is the whole payload
 */
export function avroPayloadCodec(
  columns: readonly Column[],
  type: AvroType,
  single: boolean,
  survives: Survives | undefined,
): PayloadCodec {
  const decode = decoder(columns, type, single);
  // most codecs only read: what can't be written with the schema is an error of who writes
  let write: WriteRow | undefined;
  const output = new AvroOutput();
  const raw = type.kind === 'bytes';
  const encodeBehind = (
    header: Buffer | undefined,
    row: readonly SqlValue[],
    first: number,
  ): Buffer | null => {
    if (single && (row[first] ?? null) === null) return null;
    write ??= compiledWriter(columns, type, single);
    output.start();
    if (header !== undefined) output.raw(header);
    write(output, row, first);
    return output.written();
  };
  const encode = (row: readonly SqlValue[], first: number): Buffer | null =>
    encodeBehind(undefined, row, first);
  if (!raw) return { decode, encode, encodeBehind, ...(survives && { survives }) };
  return {
    decode: (payload) => decode(withLength(payload)),
    encode: (row, first) => {
      const bytes = encode(row, first);
      return bytes && withoutLength(bytes);
    },
    ...(survives && { survives }),
  };
}

function decoder(
  columns: readonly Column[],
  type: AvroType,
  single: boolean,
): (payload: Buffer) => SqlValue[] {
  const [column] = columns;
  const wanted = single && column !== undefined ? column.type : struct(columns);
  const read = new AvroReaders().of(type, wanted, '');
  const input = new AvroInput();
  return (payload) => {
    input.start(payload);
    const value = read(input);
    if (value === null)
      throw new DeserializationError('The payload is a null, and says nothing of its columns');
    return single ? [value] : (value as SqlValue[]);
  };
}

function compiledWriter(columns: readonly Column[], type: AvroType, single: boolean): WriteRow {
  try {
    return writerOf(columns, type, single);
  } catch (error) {
    throw error instanceof SchemaError ? new SerializationError(error.message) : error;
  }
}

function writerOf(columns: readonly Column[], type: AvroType, single: boolean): WriteRow {
  const [column] = columns;
  if (single && column !== undefined) {
    const write = valueWriter(type, column.type, `field: "${column.name}"`);
    return (output, row, first) => write(output, row[first] ?? null);
  }
  if (type.kind === 'record') return rowWriter(type.fields, columns);
  const flat = type.kind === 'union' ? flatUnion(type) : undefined;
  if (flat?.type.kind !== 'record')
    throw new SchemaError('The Avro schema is no record: it has no fields for columns');
  const write = rowWriter(flat.type.fields, columns);
  return (output, row, first) => {
    output.long(flat.at);
    write(output, row, first);
  };
}

/** Bytes that are a whole payload have no length in front, unlike all others (`AbstractKafkaAvroSerializer`). */
function withLength(payload: Buffer): Buffer {
  const output = new AvroOutput();
  output.bytes(payload);
  return output.written();
}

function withoutLength(bytes: Buffer): Buffer {
  const input = new AvroInput();
  input.start(bytes);
  return input.bytes();
}
