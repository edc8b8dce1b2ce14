/** Connect's schemas as JSON, as JsonConverter writes and reads them. */
import { PRIMITIVE_KINDS, type PrimitiveKind } from '../../../formats/connect-kind.ts';
import type { DataSchema, DataValue } from '../../data.ts';

const PRIMITIVES: ReadonlySet<string> = new Set(PRIMITIVE_KINDS);
/** JsonConverter's names of the two that it calls otherwise. */
const WRITTEN: Readonly<Record<string, string>> = { float32: 'float', float64: 'double' };
const READ: Readonly<Record<string, string>> = { float: 'float32', double: 'float64' };

/** A schema is used for many records: its text is made once. */
const texts = new WeakMap<DataSchema, string>();

export function schemaText(schema: DataSchema): string {
  const known = texts.get(schema);
  if (known !== undefined) return known;
  const text = JSON.stringify(schemaJson(schema));
  texts.set(schema, text);
  return text;
}

function schemaJson(schema: DataSchema): Readonly<Record<string, unknown>> {
  const { optional = false, name, version, doc, parameters, default: instead } = schema;
  return {
    type: WRITTEN[schema.type] ?? schema.type,
    ...childrenJson(schema),
    optional,
    ...(name === undefined ? {} : { name }),
    ...(version === undefined ? {} : { version }),
    ...(doc === undefined ? {} : { doc }),
    ...(parameters === undefined ? {} : { parameters }),
    ...(instead === undefined ? {} : { default: instead }),
  };
}

function childrenJson(schema: DataSchema): Readonly<Record<string, unknown>> {
  switch (schema.type) {
    case 'struct':
      return { fields: schema.fields.map(({ field, schema: own }) => ({ ...schemaJson(own), field })) };
    case 'array':
      return { items: schemaJson(schema.items) };
    case 'map':
      return { keys: schemaJson(schema.keys), values: schemaJson(schema.values) };
    default:
      return {};
  }
}

/** @throws Error that says what is wrong with it */
export function schemaOf(json: DataValue): DataSchema {
  if (json === null || typeof json !== 'object' || Array.isArray(json))
    throw new Error('a schema is an object');
  const written = json as Readonly<Record<string, DataValue>>;
  const { type, optional, name, version, doc, parameters, default: instead } = written;
  const base = {
    ...(optional === true ? { optional } : {}),
    ...(typeof name === 'string' ? { name } : {}),
    ...(typeof version === 'number' ? { version } : {}),
    ...(typeof doc === 'string' ? { doc } : {}),
    ...(parameters === undefined || parameters === null
      ? {}
      : { parameters: parameters as Readonly<Record<string, string>> }),
    ...(instead === undefined ? {} : { default: instead }),
  };
  const kind = READ[String(type)] ?? String(type);
  switch (kind) {
    case 'struct':
      return { ...base, type: 'struct', fields: fieldsOf(written.fields ?? null) };
    case 'array':
      return { ...base, type: 'array', items: schemaOf(written.items ?? null) };
    case 'map':
      return {
        ...base,
        type: 'map',
        keys: schemaOf(written.keys ?? null),
        values: schemaOf(written.values ?? null),
      };
    default:
      if (!isPrimitive(kind)) throw new Error(`there is no type ${kind}`);
      return { ...base, type: kind };
  }
}

const isPrimitive = (kind: string): kind is PrimitiveKind => PRIMITIVES.has(kind);

function fieldsOf(json: DataValue): readonly { readonly field: string; readonly schema: DataSchema }[] {
  if (!Array.isArray(json)) throw new Error('a struct has fields');
  return json.map((one: DataValue) => {
    const { field } = one as { readonly field?: DataValue };
    if (typeof field !== 'string') throw new Error('a field has a name');
    return { field, schema: schemaOf(one) };
  });
}
