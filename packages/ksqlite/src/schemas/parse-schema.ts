import { parsedAvro } from './avro/parsed-avro.ts';
import { parsedJsonSchema } from './json-schema/parsed-json-schema.ts';
import { InvalidSchema, type ParsedSchema } from './parsed-schema.ts';
import { parsedProtobuf } from './protobuf/parsed-protobuf.ts';
import type { ResolvedReference, SchemaReference, SchemaType } from './schema-registry.ts';

export interface ParseSchemaOptions {
  /** Whether the defaults of an Avro schema must be values of their types. */
  readonly validatesDefaults?: boolean;
}

/**
 * Reads a schema of any type. Throws InvalidSchema, with the reason alone.
 *
 * @param resolved the texts behind the references, each in front of those that name it
 */
export function parseSchema(
  type: SchemaType,
  text: string,
  references: readonly SchemaReference[],
  resolved: readonly ResolvedReference[],
  { validatesDefaults = false }: ParseSchemaOptions = {},
): ParsedSchema {
  try {
    switch (type) {
      case 'AVRO':
        return parsedAvro(text, references, resolved, validatesDefaults);
      case 'JSON':
        return parsedJsonSchema(text, references, resolved);
      case 'PROTOBUF':
        return parsedProtobuf(text, references, resolved);
    }
  } catch (error) {
    // a text made for it: types that name types that name types
    if (error instanceof RangeError) throw new InvalidSchema('the schema is nested too deeply');
    throw error;
  }
}

export const isSchemaType = (type: string): type is SchemaType =>
  type === 'AVRO' || type === 'JSON' || type === 'PROTOBUF';
