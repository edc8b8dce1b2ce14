import { LazyModule } from '../lazy-module.ts';
import { InvalidSchema, type ParsedSchema } from './parsed-schema.ts';
import type { SCHEMA_PARSERS } from './schema-parsers.ts';
import type { ResolvedReference, SchemaReference, SchemaType } from './schema-registry.ts';

const parsers = new LazyModule(async () => (await import('./schema-parsers.ts')).SCHEMA_PARSERS);

/** undefined: `parseSchema` can be called. Else it can when this resolves. */
export const loadSchemaParsers = (): Promise<void> | undefined => parsers.load();

/** For those who can't wait, and import them. */
export const useSchemaParsers = (loaded: typeof SCHEMA_PARSERS): void => parsers.use(loaded);

export interface ParseSchemaOptions {
  /** Whether the defaults of an Avro schema must be values of their types. */
  readonly validatesDefaults?: boolean;
}

/**
 * Reads a schema of any type, behind `loadSchemaParsers`. Throws InvalidSchema, with the reason alone.
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
        return parsers.loaded.AVRO(text, references, resolved, validatesDefaults);
      case 'JSON':
        return parsers.loaded.JSON(text, references, resolved);
      case 'PROTOBUF':
        return parsers.loaded.PROTOBUF(text, references, resolved);
    }
  } catch (error) {
    // a text made for it: types that name types that name types
    if (error instanceof RangeError) throw new InvalidSchema('the schema is nested too deeply');
    throw error;
  }
}

export const isSchemaType = (type: string): type is SchemaType =>
  type === 'AVRO' || type === 'JSON' || type === 'PROTOBUF';
