import type { DataSchema, DataValue } from '../../data.ts';

/**
 * What JSON says under a schema: bytes from base64, absent fields of structs as null.
 *
 * @throws Error for a value that is not of its schema
 */
export function dataOf(schema: DataSchema, json: DataValue): DataValue {
  if (json === null || json === undefined) {
    if (schema.default !== undefined) return schema.default;
    if (schema.optional !== true)
      throw new Error(`there is no value for a ${schema.type} that has to be there`);
    return null;
  }
  switch (schema.type) {
    case 'bytes':
      if (typeof json === 'string') return Buffer.from(json, 'base64');
      break;
    case 'string':
    case 'boolean':
      if (typeof json === schema.type) return json;
      break;
    case 'array':
      if (Array.isArray(json)) return json.map((item: DataValue) => dataOf(schema.items, item));
      break;
    case 'struct':
      if (isObject(json))
        return Object.fromEntries(
          schema.fields.map(({ field, schema: own }) => [field, dataOf(own, json[field] ?? null)]),
        );
      break;
    case 'map':
      if (isObject(json))
        return Object.fromEntries(
          Object.entries(json).map(([key, value]) => [key, dataOf(schema.values, value)]),
        );
      break;
    default:
      if (typeof json === 'number' || typeof json === 'bigint') return json;
  }
  throw new Error(`a value is not of its type ${schema.type}`);
}

const isObject = (json: DataValue): json is { readonly [field: string]: DataValue } =>
  typeof json === 'object' && json !== null && !Array.isArray(json) && !(json instanceof Uint8Array);
