/**
 * VALUE_FORMAT='AVRO' (`AvroFormat`, `KsqlAvroSerdeFactory`, Connect's `AvroData`): columns as the fields of a record, each of
 * which may be null; a single column that is not wrapped, as a key never is, is the whole payload.
 *
 * The codec is this folder's own, not a library's: it reads bytes straight into rows, with longs that are exact, and makes no code
 * of schemas, which come from outside.
 */
import type { RegisteredSchema } from '../../schemas/schema-registry.ts';
import type { Column } from '../codec.ts';
import { hasOtherMapKeys } from '../other-map-keys.ts';
import { schemaFormat } from '../schema-codec.ts';
import { isOwnSchema, SchemaError, type SchemaFormat, type SchemaFormatOptions } from '../schema-format.ts';
import { survivesRow } from '../survival.ts';
import { avroPayloadCodec } from './avro-payload-codec.ts';
import { survivalInAvro } from './avro-survival.ts';
import type { AvroType } from './schema/avro-type.ts';
import { checkAvro } from './schema/check-avro.ts';
import { columnsOfAvro } from './schema/columns-of.ts';
import { parseAvro } from './schema/parse-avro.ts';
import { DEFAULT_FULL_NAME, schemaOfColumns } from './schema/schema-of.ts';

export const AVRO_FORMAT: SchemaFormat = schemaFormat({
  name: 'AVRO',
  schemaType: 'AVRO',
  refuse: (columns, role) => {
    if (columns.some(({ type }) => hasOtherMapKeys(type))) return 'Avro only supports MAPs with STRING keys';
    try {
      schemaOf(columns, { role, wrapSingle: true });
      return undefined;
    } catch (error) {
      if (error instanceof SchemaError) return error.message;
      throw error;
    }
  },
  schemaOf,
  columnsOf: (schema, options) => {
    const name = options.role === 'key' ? 'ROWKEY' : options.wrapSingle ? undefined : 'ROWVAL';
    return columnsOfAvro(typeOf(schema), name, options.keepsNames ?? false);
  },
  fullNamesOf: (schema) => {
    const type = typeOf(schema);
    return type.kind === 'record' ? [type.name.full] : [];
  },
  payloadCodec: (columns, schema, options) => {
    const type = typeOf(schema);
    const survives = isOwnSchema({ schemaOf }, columns, schema, options)
      ? survivesRow(columns, survivalInAvro, true).survives
      : () => false;
    return avroPayloadCodec(columns, type, isSingle(columns, options), survives);
  },
});

function schemaOf(columns: readonly Column[], options: SchemaFormatOptions): string {
  return schemaOfColumns(columns, isSingle(columns, options), options.fullName?.trim() ?? DEFAULT_FULL_NAME);
}

const isSingle = ({ length }: readonly Column[], { role, wrapSingle }: SchemaFormatOptions): boolean =>
  length === 1 && (role === 'key' || !wrapSingle);

function typeOf({ schema, resolved }: RegisteredSchema): AvroType {
  const type = parseAvro(schema, resolved);
  checkAvro(type);
  return type;
}
