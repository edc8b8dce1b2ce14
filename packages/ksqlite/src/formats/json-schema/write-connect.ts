/**
 * Rows as JSON text by a schema. A schema of another writer may have fields that the columns do not have: they are written as their
 * default, or null where that is a value of theirs.
 *
 * Source of the rule: ksqlDB's ConnectSRSchemaDataTranslator, then Confluent's JsonSchemaData.fromConnectData.
 */
import type { SqlType, StructField } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import { SerializationError } from '../codec.ts';
import { quote } from '../json/writing/quote.ts';
import { fieldPrefix, type Write, writer } from '../json/writing/write-value.ts';
import { SchemaError } from '../schema-format.ts';
import { type ConnectSchema, type ConnectStruct, isObjectMap, LOGICAL_NAMES } from './connect-schema.ts';

/** @throws SchemaError where the schema is of another type; what is written throws SerializationError for null where it can't be */
export function connectWriter(schema: ConnectSchema, type: SqlType, path: string): Write {
  const write = present(schema, type, path);
  const missing = missingText(schema);
  return (value) => {
    if (value !== null) return write(value);
    if (missing !== undefined) return missing;
    throw new SerializationError(
      `Invalid value: null used for required field: "${path}", schema type: ${schema.kind.toUpperCase()}`,
    );
  };
}

/** The text of a value that is null; undefined: it must not be. */
const missingText = ({ byDefault, optional }: ConnectSchema): string | undefined =>
  byDefault === undefined ? (optional ? 'null' : undefined) : JSON.stringify(byDefault);

function present(schema: ConnectSchema, type: SqlType, path: string): Write {
  switch (type.kind) {
    case 'ARRAY':
      if (schema.kind === 'array') return arrayWriter(connectWriter(schema.items, type.element, path));
      break;
    case 'MAP':
      if (schema.kind !== 'map') break;
      return isObjectMap(schema)
        ? mapWriter(connectWriter(schema.value, type.value, path))
        : entriesWriter(connectWriter(schema.value, type.value, path));
    case 'STRUCT': {
      if (schema.kind !== 'struct') break;
      const write = schema.isUnion
        ? unionWriter(schema, type.fields, path)
        : structWriter(schema, type.fields, path);
      return (value) => write(value as readonly SqlValue[], 0);
    }
    default:
      if (isOf(schema, type)) return writer(type);
  }
  throw new SchemaError(
    `Invalid Java object for schema with type ${schema.kind.toUpperCase()}: ${type.kind} for field: "${path}"`,
  );
}

function isOf({ kind, name }: ConnectSchema, type: SqlType): boolean {
  switch (type.kind) {
    case 'BOOLEAN':
      return kind === 'boolean';
    case 'INTEGER':
      return kind === 'int32' && !LOGICAL.includes(name);
    case 'BIGINT':
      return kind === 'int64' && !LOGICAL.includes(name);
    case 'DOUBLE':
      return kind === 'float64';
    case 'STRING':
      return kind === 'string';
    case 'BYTES':
      return kind === 'bytes' && name !== LOGICAL_NAMES.decimal;
    case 'DECIMAL':
      return kind === 'bytes' && name === LOGICAL_NAMES.decimal;
    case 'DATE':
      return name === LOGICAL_NAMES.date;
    case 'TIME':
      return name === LOGICAL_NAMES.time;
    case 'TIMESTAMP':
      return name === LOGICAL_NAMES.timestamp;
    default:
      return false;
  }
}

const LOGICAL: readonly (string | undefined)[] = Object.values(LOGICAL_NAMES);

function arrayWriter(write: Write): Write {
  return (value) => `[${(value as readonly SqlValue[]).map(write).join(',')}]`;
}

function mapWriter(write: Write): Write {
  return (value) => {
    const entries = Array.from(
      value as ReadonlyMap<string, SqlValue>,
      ([key, item]) => `${quote(key)}:${write(item)}`,
    );
    return `{${entries.join(',')}}`;
  };
}

function entriesWriter(write: Write): Write {
  return (value) => {
    const entries = Array.from(
      value as ReadonlyMap<string, SqlValue>,
      ([key, item]) => `{"key":${quote(key)},"value":${write(item)}}`,
    );
    return `[${entries.join(',')}]`;
  };
}

/** A piece of an object's text: the value of a column, or always the same. */
interface Piece {
  readonly prefix: string;
  readonly column: number;
  readonly write: Write;
}

/** Throws SchemaError where a column has no field in the schema. */
export function structWriter(
  schema: ConnectStruct,
  columns: readonly StructField[],
  path: string,
): (row: readonly SqlValue[], first: number) => string {
  const absent = columns.find((column) => !schema.fields.some(({ name }) => name === column.name));
  if (absent !== undefined)
    throw new SchemaError(`Schema from Schema Registry misses field with name: ${absent.name}`);
  const pieces: Piece[] = [];
  for (const { name, schema: field } of schema.fields) {
    const column = columns.findIndex((one) => one.name === name);
    const prefix = fieldPrefix(name, pieces.length);
    const type = columns[column]?.type;
    const missing = missingText(field);
    if (type !== undefined)
      pieces.push({
        prefix,
        column,
        write: connectWriter(field, type, path === '' ? name : `${path}.${name}`),
      });
    else if (missing !== undefined) pieces.push({ prefix, column: 0, write: () => missing });
  }
  if (pieces.length === 0) return () => '{}';
  return (row, first) => {
    let text = '';
    for (const { prefix, column, write } of pieces) {
      text += prefix;
      text += write(row[first + column] ?? null);
    }
    return `${text}}`;
  };
}

/** The alternative that is set is the value. */
function unionWriter(
  schema: ConnectStruct,
  columns: readonly StructField[],
  path: string,
): (row: readonly SqlValue[], first: number) => string {
  const alternatives = schema.fields.map(({ name, schema: field }) => {
    const column = columns.findIndex((one) => one.name === name || one.name === name.toUpperCase());
    const type = columns[column]?.type;
    if (type === undefined)
      throw new SchemaError(`Schema from Schema Registry misses field with name: ${name}`);
    return { column, write: connectWriter(field, type, path) };
  });
  return (row, first) => {
    for (const { column, write } of alternatives) {
      const value = row[first + column] ?? null;
      if (value !== null) return write(value);
    }
    return 'null';
  };
}
