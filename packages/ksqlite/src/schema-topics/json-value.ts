/**
 * Values between JSON and the bytes of a schema: JSON is read as the columns of the schema, as statements read VALUE_FORMAT='JSON',
 * and these are written in the schema's own format; the same the other way. So a number is a text where the schema says so, names
 * of columns are found in any case, and what is absent is null.
 */
import { type Codec, type Column, SerializationError } from '../formats/codec.ts';
import { format } from '../formats/formats.ts';
import { JSON_FORMAT } from '../formats/json/json-format.ts';
import { HEADER_BYTES } from '../formats/schema-codec.ts';
import type { PayloadCodec, SchemaFormat } from '../formats/schema-format.ts';
import { wholeSchema } from '../formats/whole-schema.ts';
import { asBuffer } from '../log/topics/log-record.ts';
import type { RegisteredSchema, SchemaType } from '../schemas/schema-registry.ts';

const FORMAT_NAMES: Readonly<Record<SchemaType, string>> = {
  AVRO: 'AVRO',
  PROTOBUF: 'PROTOBUF',
  JSON: 'JSON_SR',
};

/** One schema's values, as JSON and as they are on a topic. */
export interface JsonValue {
  /** JSON of bytes that name this schema. Throws DeserializationError. */
  toJson(bytes: Buffer): Buffer | null;
  /** Bytes that name this schema. Throws DeserializationError for what is not JSON of it, SerializationError for what it can't hold. */
  fromJson(json: Buffer | string): Buffer;
}

/** Behind `loadSchemaFormats`. Throws SchemaError for a schema that SQL has no columns for, such as a recursive one. */
export function jsonValue(schema: RegisteredSchema): JsonValue {
  const { payload, reading, writing } = codecsOf(schema);
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeInt32BE(schema.id, 1);
  return {
    toJson: (bytes) => {
      const row = payload.decode(bytes.subarray(HEADER_BYTES));
      return row === null ? null : asBuffer(writing.encode(row, 0));
    },
    fromJson: (text) => {
      const row = reading.decode(text);
      const written = row === null ? null : payload.encode(row, 0);
      if (written === null) throw new SerializationError('null has no bytes of its own');
      return Buffer.concat([header, written]);
    },
  };
}

interface Codecs {
  readonly payload: PayloadCodec;
  /** of JSON */
  readonly reading: Codec;
  readonly writing: Codec;
}

function codecsOf(schema: RegisteredSchema): Codecs {
  const { columns, codec, options } = wholeSchema(format(FORMAT_NAMES[schema.type]) as SchemaFormat, schema);
  return {
    payload: codec,
    reading: JSON_FORMAT.codec(inCapitals(columns), { ...options, delimiter: ',' }),
    writing: JSON_FORMAT.codec(columns, { ...options, delimiter: ',' }),
  };
}

/** A name in capitals is found in any case, as in statements; where two would be one, they are as they are. */
function inCapitals(columns: readonly Column[]): readonly Column[] {
  const capitals = columns.map(({ name, type }) => ({ name: name.toUpperCase(), type }));
  return new Set(capitals.map(({ name }) => name)).size === columns.length ? capitals : columns;
}
