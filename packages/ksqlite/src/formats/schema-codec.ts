/**
 * The codec of a key or a value whose records name their schema: byte 0, the id (int32, big-endian), then the payload.
 *
 * A record is read by the schema of its own id, which the topic's writers may have changed since; it is written by the one
 * schema that the statement was registered with. The codec of a payload is compiled when its id is first seen. The bytes come from
 * outside: an id that nobody has, or a schema that is none of the columns, is an error of that record alone.
 *
 * Source of the rule: Confluent's AbstractKafkaSchemaSerDe; the messages are theirs.
 */
import { asBuffer, type RecordBytes } from '../log/topics/log-record.ts';
import type { SchemaLookup } from '../schemas/schema-lookup.ts';
import type { SchemaType } from '../schemas/schema-registry.ts';
import type { SqlValue } from '../types/sql-value.ts';
import {
  type Codec,
  type Column,
  DeserializationError,
  type FormatOptions,
  SerializationError,
} from './codec.ts';
import { type PayloadCodec, SchemaError, type SchemaFormat } from './schema-format.ts';

/** Of the magic byte and the id. */
export const HEADER_BYTES = 5;

type PayloadFormat = Pick<SchemaFormat, 'schemaType' | 'payloadCodec'>;

/** A format of all that is special in it. */
export const schemaFormat = (parts: Omit<SchemaFormat, 'codec'>): SchemaFormat => ({
  ...parts,
  codec: (columns, options) => schemaCodec(parts, columns, options),
});

/** Reads by the id that the bytes name, writes by `options.schemas.writer`. */
export function schemaCodec(
  format: PayloadFormat,
  columns: readonly Column[],
  options: FormatOptions,
): Codec {
  const { lookup = NO_SCHEMAS, writer } = options.schemas ?? {};
  const readers = new PayloadReaders(format, columns, options, lookup);
  let payload: PayloadCodec | undefined;
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeInt32BE(writer?.id ?? 0, 1);
  const writing = (): PayloadCodec => {
    if (writer === undefined)
      throw new SerializationError('no schema is registered that the record could be written with');
    payload ??= compiled(() => format.payloadCodec(columns, writer, options), SerializationError);
    return payload;
  };
  return {
    canFail: true,
    decode: (bytes) => (bytes === null ? null : readers.read(bytes)),
    encode: (row, first) => {
      const codec = payload ?? writing();
      if (codec.encodeBehind !== undefined) return codec.encodeBehind(header, row, first);
      const written = codec.encode(row, first);
      if (written === null) return null;
      const bytes = Buffer.allocUnsafe(HEADER_BYTES + written.length);
      bytes.set(header);
      bytes.set(written, HEADER_BYTES);
      return bytes;
    },
    survives: (row, first) => (payload ?? writing()).survives?.(row, first) ?? true,
  };
}

/** Of statements that are planned without a registry. */
const NO_SCHEMAS: SchemaLookup = { find: () => undefined };

/** The schema's id of a record. Throws DeserializationError where the bytes name none. */
export function schemaIdOf(bytes: Buffer): number {
  const id = schemaIdIn(bytes);
  if (id === undefined) throw new DeserializationError('Unknown magic byte!');
  return id;
}

/** The id of the schema that a record's bytes name; undefined: they name none. */
export const schemaIdIn = (bytes: Buffer | null): number | undefined =>
  bytes === null || bytes.length < HEADER_BYTES || bytes[0] !== 0 ? undefined : bytes.readInt32BE(1);

/** Codecs of payloads by schema id. */
class PayloadReaders {
  readonly #format: PayloadFormat;
  readonly #columns: readonly Column[];
  readonly #options: FormatOptions;
  readonly #lookup: SchemaLookup;
  readonly #byId = new Map<number, PayloadCodec | DeserializationError>();
  /** Nearly all records of a topic are of one schema. */
  #lastId = -1;
  #last: PayloadCodec | undefined;

  constructor(
    format: PayloadFormat,
    columns: readonly Column[],
    options: FormatOptions,
    lookup: SchemaLookup,
  ) {
    this.#format = format;
    this.#columns = columns;
    this.#options = options;
    this.#lookup = lookup;
  }

  read(record: NonNullable<RecordBytes>): SqlValue[] | null {
    const bytes = asBuffer(record) as Buffer;
    const id = schemaIdOf(bytes);
    const codec = id === this.#lastId && this.#last !== undefined ? this.#last : this.#of(id);
    return codec.decode(bytes.subarray(HEADER_BYTES));
  }

  #of(id: number): PayloadCodec {
    let known = this.#byId.get(id);
    if (known === undefined) {
      known = this.#compile(id);
      this.#byId.set(id, known);
    }
    if (known instanceof DeserializationError) throw known;
    this.#lastId = id;
    this.#last = known;
    return known;
  }

  /** Ids of no schema are not kept: there may be one later, and records could name any number of them. */
  #compile(id: number): PayloadCodec | DeserializationError {
    const schema = this.#lookup.find(id);
    const { schemaType } = this.#format;
    if (schema === undefined)
      throw new DeserializationError(
        `Error retrieving ${TYPE_NAMES[schemaType]} ${this.#options.role} schema for id ${id}`,
      );
    if (schema.type !== schemaType)
      return new DeserializationError(`the schema of id ${id} is ${schema.type}, not ${schemaType}`);
    try {
      return compiled(
        () => this.#format.payloadCodec(this.#columns, schema, this.#options),
        DeserializationError,
      );
    } catch (error) {
      if (error instanceof DeserializationError) return error;
      throw error;
    }
  }
}

const TYPE_NAMES: Readonly<Record<SchemaType, string>> = { AVRO: 'Avro', PROTOBUF: 'Protobuf', JSON: 'JSON' };

/** What a schema is refused with, as the error of a record. */
function compiled<T>(compile: () => T, Kind: new (message: string) => Error): T {
  try {
    return compile();
  } catch (error) {
    throw error instanceof SchemaError ? new Kind(error.message) : error;
  }
}
