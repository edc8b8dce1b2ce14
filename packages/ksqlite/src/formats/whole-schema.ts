import type { RegisteredSchema } from '../schemas/schema-registry.ts';
import type { Column } from './codec.ts';
import { type PayloadCodec, SchemaError, type SchemaFormat } from './schema-format.ts';

/** A schema's values as rows, for who has no columns of a statement. */
export interface WholeSchema {
  /** By the schema's own names. */
  readonly columns: readonly Column[];
  readonly codec: PayloadCodec;
  /** What the format was told: `wrapSingle` where the columns are the fields of a record, else there is one single value. */
  readonly options: { readonly role: 'value'; readonly wrapSingle: boolean; readonly keepsNames: true };
}

/** All that a schema has: the fields of its record, or else a single value. Throws SchemaError for what SQL has no columns for. */
export function wholeSchema(format: SchemaFormat, schema: RegisteredSchema): WholeSchema {
  let refused: unknown;
  for (const wrapSingle of [true, false])
    try {
      const options = { role: 'value', wrapSingle, keepsNames: true } as const;
      const columns = format.columnsOf(schema, options);
      return { columns, codec: format.payloadCodec(columns, schema, options), options };
    } catch (error) {
      if (!(error instanceof SchemaError)) throw error;
      refused ??= error;
    }
  throw refused;
}
