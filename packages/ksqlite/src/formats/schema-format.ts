/**
 * Formats whose records name their schema: byte 0, the schema's id (int32, big-endian), then the payload. (A PROTOBUF payload
 * begins with the message's indexes.) `schemaFormat` makes one of what is special in it: its `codec` reads and writes the first five bytes for all of them.
 */
import type { RegisteredSchema, SchemaType } from '../schemas/schema-registry.ts';
import type { SqlValue } from '../types/sql-value.ts';
import type { Column, Format, FormatOptions } from './codec.ts';

export interface SchemaFormat extends Format {
  readonly schemaType: SchemaType;
  /** The text that ksqlDB registers for these columns: names, unions with null, logical types as there. Throws SchemaError. */
  schemaOf(columns: readonly Column[], options: SchemaFormatOptions): string;
  /** The columns that ksqlDB infers from a schema. Throws SchemaError with a sentence. */
  columnsOf(schema: RegisteredSchema, options: SchemaFormatOptions): readonly Column[];
  /** The full names of what a schema defines (ksqlDB's schemaFullNames): the record's; of a PROTOBUF text its messages. */
  fullNamesOf(schema: RegisteredSchema): readonly string[];
  /**
   * Reads payloads that were written with `schema` as these columns, and writes these columns with it. Compiled once for a pair.
   *
   * @throws SchemaError where the schema can't be read, or is none of such columns
   */
  payloadCodec(
    columns: readonly Column[],
    schema: RegisteredSchema,
    options: SchemaFormatOptions,
  ): PayloadCodec;
}

/** What stands behind the first five bytes. */
export interface PayloadCodec {
  /** One value a column; null where the payload says null. Throws DeserializationError. */
  decode(payload: Buffer): SqlValue[] | null;
  /** `row[first]` is the first of this codec's columns; null: the record has no bytes (a single column, not wrapped, that is NULL). */
  encode(row: readonly SqlValue[], first: number): Buffer | null;
  /** `encode` with these bytes in front of it, where that saves a copy. */
  readonly encodeBehind?: (header: Buffer, row: readonly SqlValue[], first: number) => Buffer | null;
  /** Whether `decode` gives back the very row that `encode` was given. Without it: always, where `encode` gives bytes. */
  readonly survives?: (row: readonly SqlValue[], first: number) => boolean;
}

/** Keys: `wrapSingle` is false. PROTOBUF wraps single columns whatever it says. */
export interface SchemaFormatOptions
  extends Pick<FormatOptions, 'role' | 'wrapSingle' | 'fullName' | 'nullable'> {
  /** `columnsOf` keeps names as they are, as ksqlDB does where a schema id is given; default: in capitals, at any depth. */
  readonly keepsNames?: boolean;
}

/** A schema that can't be read, can't be columns, or can't be made of columns. The message is a sentence. */
export class SchemaError extends Error {
  override readonly name = 'SchemaError';
}

export const isSchemaFormat = (format: Format): format is SchemaFormat => 'schemaType' in format;

/**
 * Whether a schema is the very one that ksqlDB makes of the columns: then a format knows what of a row is lost on the way, which with any
 * other schema it does not.
 */
export function isOwnSchema(
  { schemaOf }: Pick<SchemaFormat, 'schemaOf'>,
  columns: readonly Column[],
  { schema }: RegisteredSchema,
  options: SchemaFormatOptions,
): boolean {
  try {
    return schemaOf(columns, options) === schema;
  } catch (error) {
    if (error instanceof SchemaError) return false;
    throw error;
  }
}
