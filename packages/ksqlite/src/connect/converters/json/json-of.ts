import type { DataSchema, DataValue } from '../../data.ts';

/**
 * A value as JSON: whole numbers digit by digit, bytes in base64, and of a struct all fields of its schema.
 *
 * @param schema undefined: what the value itself says
 * @param replaceNull whether a null is written as the default of its schema
 */
export function jsonOf(schema: DataSchema | undefined, value: DataValue, replaceNull: boolean): string {
  if (value === null || value === undefined) {
    const instead = schema?.default;
    return replaceNull && instead !== undefined && instead !== null ? jsonOf(schema, instead, false) : 'null';
  }
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'number':
      if (Object.is(value, -0)) return '-0.0';
      // as Jackson writes what JSON has no number for
      return Number.isFinite(value) ? String(value) : JSON.stringify(String(value));
    case 'object':
      return objectJson(schema, value, replaceNull);
    default:
      return String(value);
  }
}

function objectJson(
  schema: DataSchema | undefined,
  value: Exclude<DataValue, null | boolean | number | bigint | string>,
  replaceNull: boolean,
): string {
  if (value instanceof Uint8Array)
    return `"${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64')}"`;
  if (isList(value)) {
    const items = schema?.type === 'array' ? schema.items : undefined;
    return `[${value.map((item) => jsonOf(items, item, replaceNull)).join(',')}]`;
  }
  if (schema?.type === 'struct') {
    const fields = schema.fields.map(
      ({ field, schema: own }) =>
        `${JSON.stringify(field)}:${jsonOf(own, value[field] ?? null, replaceNull)}`,
    );
    return `{${fields.join(',')}}`;
  }
  const values = schema?.type === 'map' ? schema.values : undefined;
  const entries = Object.entries(value).map(
    ([key, item]) => `${JSON.stringify(key)}:${jsonOf(values, item, replaceNull)}`,
  );
  return `{${entries.join(',')}}`;
}

const isList = (value: object): value is readonly DataValue[] => Array.isArray(value);
