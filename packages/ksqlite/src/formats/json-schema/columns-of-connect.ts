import {
  array,
  BIGINT,
  BOOLEAN,
  BYTES,
  DATE,
  DOUBLE,
  decimal,
  INTEGER,
  map,
  type SqlType,
  STRING,
  type StructField,
  struct,
  TIME,
  TIMESTAMP,
} from '../../types/sql-type.ts';
import type { Column } from '../codec.ts';
import { SchemaError, type SchemaFormatOptions } from '../schema-format.ts';
import {
  type ConnectMap,
  type ConnectScalar,
  type ConnectSchema,
  type ConnectStruct,
  LOGICAL_NAMES,
} from './connect-schema.ts';

/** Connect's Decimal without a precision. */
const USUAL_PRECISION = 64;

/** A field of such a type is left out, where ksqlDB would log it. */
class UnsupportedFieldError extends Error {
  override readonly name = 'UnsupportedFieldError';
}

/**
 * The columns that ksqlDB makes of a schema. A single value, where it is not wrapped, is ROWKEY or ROWVAL.
 *
 * Source of the rule: ksqlDB's ConnectFormatSchemaTranslator and ConnectKsqlSchemaTranslator.
 *
 * @throws SchemaError
 */
export function columnsOfConnect(schema: ConnectSchema, options: SchemaFormatOptions): readonly Column[] {
  const { role, wrapSingle, keepsNames = false } = options;
  const nameOf = keepsNames ? (name: string) => name : (name: string) => name.toUpperCase();
  try {
    if (!wrapSingle || role === 'key')
      return [{ name: role === 'key' ? 'ROWKEY' : 'ROWVAL', type: typeOf(schema, nameOf) }];
    if (schema.kind !== 'struct')
      throw new SchemaError(
        "Schema returned from schema registry is anonymous type. To use this schema with ksqlDB, set 'WRAP_SINGLE_VALUE=false' in the WITH clause properties.",
      );
    const columns = fieldsOf(schema, nameOf);
    if (columns.length > 0) return columns;
    throw new SchemaError('Schema does not include any columns with types that ksqlDB supports.\nschema:  ');
  } catch (error) {
    if (!(error instanceof UnsupportedFieldError)) throw error;
    throw new SchemaError(`Unsupported type at root of schema: ${error.message}`);
  }
}

type NameOf = (name: string) => string;

function typeOf(schema: ConnectSchema, nameOf: NameOf): SqlType {
  switch (schema.kind) {
    case 'boolean':
      return BOOLEAN;
    case 'string':
      return STRING;
    case 'float32':
    case 'float64':
      return DOUBLE;
    case 'int8':
    case 'int16':
      return INTEGER;
    case 'int32':
      if (schema.name === LOGICAL_NAMES.date) return DATE;
      return schema.name === LOGICAL_NAMES.time ? TIME : INTEGER;
    case 'int64':
      return schema.name === LOGICAL_NAMES.timestamp ? TIMESTAMP : BIGINT;
    case 'bytes':
      return schema.name === LOGICAL_NAMES.decimal ? decimalOf(schema) : BYTES;
    case 'array':
      return array(typeOf(schema.items, nameOf));
    case 'map':
      return mapOf(schema, nameOf);
    case 'struct':
      return struct(fieldsOf(schema, nameOf));
  }
}

function decimalOf({ parameters }: ConnectScalar): SqlType {
  const precision = Number(parameters['connect.decimal.precision'] ?? USUAL_PRECISION);
  const scale = Number(parameters.scale);
  const isValid = [precision, scale].every(Number.isInteger) && scale >= 0 && precision >= Math.max(1, scale);
  if (!isValid)
    throw new SchemaError(`a DECIMAL can’t have the precision ${precision} and the scale ${scale}`);
  return decimal(precision, scale);
}

const MAP_KEYS: readonly string[] = ['int8', 'int16', 'int32', 'int64', 'boolean', 'string'];

function mapOf({ key, value }: ConnectMap, nameOf: NameOf): SqlType {
  const keyKind = key.kind === 'float32' ? 'float64' : key.kind;
  if (!MAP_KEYS.includes(keyKind))
    throw new UnsupportedFieldError(`Unsupported type for map key: ${keyKind}`);
  return map(STRING, typeOf(value, nameOf));
}

function fieldsOf({ fields }: ConnectStruct, nameOf: NameOf): readonly StructField[] {
  const found = new Map<string, StructField>();
  for (const { name, schema } of fields) {
    try {
      const field = { name: nameOf(name), type: typeOf(schema, nameOf) };
      if (found.has(field.name))
        throw new SchemaError(`Cannot create field because of field name duplication ${field.name}`);
      found.set(field.name, field);
    } catch (error) {
      if (!(error instanceof UnsupportedFieldError)) throw error;
    }
  }
  return [...found.values()];
}
