import { inHashOrder } from '../../functions/values/java/hash-map.ts';
import type { SqlType, StructField } from '../../types/sql-type.ts';
import type { Column } from '../codec.ts';
import { LOGICAL_NAMES } from './connect-schema.ts';

type Text = { readonly [word: string]: unknown };

/**
 * The JSON Schema that ksqlDB registers for columns, as Confluent's canonical text: every value may be null, and what JSON Schema
 * has no word for stands in Connect's words.
 *
 * @param wrapped whether they are the properties of an object; else a single one is the value
 */
export function jsonSchemaOf(columns: readonly Column[], wrapped: boolean): string {
  const [only] = columns;
  return JSON.stringify(wrapped || only === undefined ? objectOf(columns) : orNull(only.type));
}

/** everit keeps properties in a HashMap, in whose order they are written. */
function objectOf(fields: readonly StructField[]): Text {
  const properties = fields.map(({ name, type }, index): [string, Text] => [
    name,
    { 'connect.index': index, ...orNull(type) },
  ]);
  return { type: 'object', properties: Object.fromEntries(inHashOrder(new Map(properties))) };
}

const orNull = (type: SqlType): Text => ({ oneOf: [{ type: 'null' }, textOf(type)] });

function textOf(type: SqlType): Text {
  switch (type.kind) {
    case 'BOOLEAN':
      return { type: 'boolean' };
    case 'INTEGER':
      return { type: 'integer', 'connect.type': 'int32' };
    case 'BIGINT':
      return { type: 'integer', 'connect.type': 'int64' };
    case 'DOUBLE':
      return { type: 'number', 'connect.type': 'float64' };
    case 'STRING':
      return { type: 'string' };
    case 'BYTES':
      return { type: 'string', 'connect.type': 'bytes' };
    case 'DATE':
      return logical(LOGICAL_NAMES.date, 'int32');
    case 'TIME':
      return logical(LOGICAL_NAMES.time, 'int32');
    case 'TIMESTAMP':
      return logical(LOGICAL_NAMES.timestamp, 'int64');
    case 'DECIMAL':
      return {
        type: 'number',
        title: LOGICAL_NAMES.decimal,
        'connect.version': 1,
        'connect.type': 'bytes',
        'connect.parameters': { scale: `${type.scale}`, 'connect.decimal.precision': `${type.precision}` },
      };
    case 'ARRAY':
      return { type: 'array', items: orNull(type.element) };
    case 'MAP':
      return { type: 'array', 'connect.type': 'map', items: entryOf(type.key, type.value) };
    case 'STRUCT':
      return objectOf(type.fields);
  }
}

/** A map's keys may be null in ksqlDB, which an object's names may not. */
const entryOf = (key: SqlType, value: SqlType): Text =>
  objectOf([
    { name: 'key', type: key },
    { name: 'value', type: value },
  ]);

const logical = (title: string, type: string): Text => ({
  type: 'integer',
  title,
  'connect.version': 1,
  'connect.type': type,
});
