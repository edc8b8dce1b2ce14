/**
 * VALUE_FORMAT='JSON_SR': JSON behind the id of a JSON Schema. What a record says is read by its own schema, as Kafka Connect does,
 * and then as the columns.
 *
 * Source of the rule: ksqlDB's JsonSchemaFormat and KsqlJsonSerdeFactory, and Confluent's JsonSchemaData.
 */
import type { SqlType } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import { type Column, SerializationError } from '../codec.ts';
import { JSON_FORMAT } from '../json/json-format.ts';
import { survivalInJson } from '../json/json-survival.ts';
import { type Json, NEEDS_EXACT } from '../json/json-tree.ts';
import { hasLongNumber } from '../json/long-number.ts';
import { parseExactly } from '../json/reading/exact-json.ts';
import { parseJson, textOf } from '../json/reading/parse.ts';
import { schemaFormat } from '../schema-codec.ts';
import { type PayloadCodec, SchemaError, type SchemaFormatOptions } from '../schema-format.ts';
import { nestedSurvival, type Survives, survivesRow } from '../survival.ts';
import { columnsOfConnect } from './columns-of-connect.ts';
import type { ConnectSchema } from './connect-schema.ts';
import { parseJsonSchema, titleOf } from './parse-json-schema.ts';
import { connectReader, structReader } from './read-connect.ts';
import { jsonSchemaOf } from './schema-of-columns.ts';
import { connectWriter, structWriter } from './write-connect.ts';

const isWrapped = (columns: readonly Column[], { role, wrapSingle }: SchemaFormatOptions): boolean =>
  columns.length !== 1 || (role === 'value' && wrapSingle);

export const JSON_SR_FORMAT = schemaFormat({
  name: 'JSON_SR',
  schemaType: 'JSON',
  refuse: JSON_FORMAT.refuse,
  schemaOf: (columns, options) => jsonSchemaOf(columns, isWrapped(columns, options)),
  columnsOf: (schema, options) => columnsOfConnect(parseJsonSchema(schema), options),
  fullNamesOf: (schema) => {
    const title = titleOf(schema);
    return title === undefined ? [] : [title];
  },
  payloadCodec: (columns, schema, options) => {
    const connect = parseJsonSchema(schema);
    const wrapped = isWrapped(columns, options);
    return {
      decode: decoder(columns, connect, wrapped),
      encode: encoder(columns, connect, wrapped),
      ...survivesRow(columns, survivalOf, true),
    };
  },
});

/** JSON has no NaN and no infinities: they are read as 0. */
function survivalOf(type: SqlType): Survives | undefined {
  if (type.kind === 'DOUBLE') return (value) => Number.isFinite(value) && !Object.is(value, -0);
  return type.kind === 'DECIMAL' ? survivalInJson(type) : nestedSurvival(type, survivalOf);
}

function decoder(
  columns: readonly Column[],
  schema: ConnectSchema,
  wrapped: boolean,
): PayloadCodec['decode'] {
  const read = treeReader(columns, schema, wrapped);
  return (payload) => {
    const text = textOf(payload);
    const tree = parseJson(text);
    try {
      return read(hasLongNumber(text) ? parseExactly(text) : tree);
    } catch (error) {
      if (error !== NEEDS_EXACT) throw error;
      return read(parseExactly(text));
    }
  };
}

function treeReader(
  columns: readonly Column[],
  schema: ConnectSchema,
  wrapped: boolean,
): (tree: Json) => SqlValue[] | null {
  const [only] = columns;
  if (!wrapped && only !== undefined) {
    const read = connectReader(schema, only.type);
    return (tree) => [read(tree)];
  }
  if (schema.kind !== 'struct') {
    // reports what the schema is instead
    const read = connectReader(schema, { kind: 'STRUCT', fields: columns });
    return (tree) => read(tree) as SqlValue[];
  }
  const read = structReader(schema, columns, '');
  const isNullable = schema.optional;
  return (tree) => (tree === null && isNullable ? null : read(tree));
}

function encoder(
  columns: readonly Column[],
  schema: ConnectSchema,
  wrapped: boolean,
): PayloadCodec['encode'] {
  let write: ((row: readonly SqlValue[], first: number) => string) | undefined;
  const compile = (): typeof write => {
    const [only] = columns;
    if (!wrapped && only !== undefined) {
      const value = connectWriter(schema, only.type, only.name);
      return (row, first) => value(row[first] ?? null);
    }
    if (schema.kind !== 'struct')
      throw new SchemaError(`the schema is of one value, ${schema.kind}, and not of columns`);
    return structWriter(schema, columns, '');
  };
  return (row, first) => {
    // a null that stands alone is a record without bytes (KsqlConnectSerializer)
    if (!wrapped && (row[first] ?? null) === null) return null;
    write ??= refusing(compile);
    return Buffer.from((write as NonNullable<typeof write>)(row, first));
  };
}

/** A schema that can be read need not be one that the columns can be written with. */
function refusing<T>(compile: () => T): T {
  try {
    return compile();
  } catch (error) {
    throw error instanceof SchemaError ? new SerializationError(error.message) : error;
  }
}
