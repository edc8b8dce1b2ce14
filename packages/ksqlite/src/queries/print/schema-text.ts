/**
 * Records that name their schema, as PRINT shows them: what Confluent's deserializers give, as text. AVRO as `GenericRecord.toString`,
 * PROTOBUF as `TextFormat.shortDebugString`, JSON_SR as the JSON that it is.
 */
import { DeserializationError } from '../../formats/codec.ts';
import { format } from '../../formats/formats.ts';
import { parseExactly } from '../../formats/json/reading/exact-json.ts';
import { parseJson, textOf } from '../../formats/json/reading/parse.ts';
import { compactJson } from '../../formats/json/reading/read-string.ts';
import { HEADER_BYTES, schemaIdIn } from '../../formats/schema-codec.ts';
import { isSchemaFormat, SchemaError, type SchemaFormat } from '../../formats/schema-format.ts';
import { type WholeSchema, wholeSchema } from '../../formats/whole-schema.ts';
import type { SchemaLookup } from '../../schemas/schema-lookup.ts';
import type { RegisteredSchema } from '../../schemas/schema-registry.ts';
import { struct } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import { avroText } from './avro-text.ts';
import { protobufText } from './protobuf-text.ts';

/** A record's text; undefined: it is not of the format. Throws SchemaNotLoadedError. */
export type ReadText = (bytes: Buffer) => string | undefined;

/** How a payload of a schema is read. */
type ReadPayload = (payload: Buffer) => string;

/** undefined: there is no such format. */
export function schemaTextReader(name: string, lookup: SchemaLookup): ReadText | undefined {
  const held = format(name);
  if (held === undefined || !isSchemaFormat(held)) return undefined;
  const byId = new Map<number, ReadPayload | undefined>();
  return (bytes) => {
    const id = schemaIdIn(bytes);
    if (id === undefined) return undefined;
    let read = byId.get(id);
    if (read === undefined && !byId.has(id)) {
      const schema = lookup.find(id);
      // who is asked for later may be registered by then
      if (schema === undefined) return undefined;
      read = schema.type === held.schemaType ? payloadReader(held, schema) : undefined;
      byId.set(id, read);
    }
    return orUndefined(() => read?.(bytes.subarray(HEADER_BYTES)));
  };
}

function payloadReader(held: SchemaFormat, schema: RegisteredSchema): ReadPayload | undefined {
  if (held.schemaType === 'JSON') return readJson;
  const found = orUndefined(() => wholeSchema(held, schema));
  return found && rowReader(held, found);
}

function rowReader(
  { schemaType }: SchemaFormat,
  { columns, codec, options: { wrapSingle: wrapped } }: WholeSchema,
): ReadPayload {
  const type = struct(columns);
  const [only] = columns;
  return (payload) => {
    const row = codec.decode(payload);
    if (row === null) return '<null>';
    if (schemaType === 'PROTOBUF') return protobufText(row, type);
    if (wrapped || only === undefined) return avroText(row, type);
    const value = row[0] as SqlValue;
    return typeof value === 'string' ? value : avroText(value, only.type);
  };
}

function readJson(payload: Buffer): string {
  const text = textOf(payload);
  const tree = parseJson(text);
  // as it is written where numbers and the order of names say what they say
  return tree === null || !hasNumber(text) ? JSON.stringify(tree) : compactJson(parseExactly(text));
}

const hasNumber = (text: string): boolean => /[0-9]/.test(text);

function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof DeserializationError || error instanceof SchemaError || error instanceof RangeError)
      return undefined;
    throw error;
  }
}
