import { isArray, isObject, type JsonNode, JsonNumber } from '../json/json-node.ts';
import { sorted } from '../json/write-json.ts';
import type { AvroField, AvroNamed, AvroSchema, Props } from './avro-schema.ts';
import { logicalTypeOf } from './logical-type.ts';
import { avroName } from './parse-avro.ts';

/**
 * A schema with its properties, aliases and defaults in one order and form (AvroSchemaUtils.toNormalizedString, read again).
 */
export function normalizeAvro(schema: AvroSchema): AvroSchema {
  return normalize(schema, undefined, new Map());
}

function normalize(
  schema: AvroSchema,
  space: string | undefined,
  seen: Map<AvroNamed, AvroNamed>,
): AvroSchema {
  switch (schema.type) {
    case 'union':
      return { ...schema, types: schema.types.map((type) => normalize(type, space, seen)) };
    case 'array':
      return { ...schema, items: normalize(schema.items, space, seen), props: sortedProps(schema.props) };
    case 'map':
      return { ...schema, values: normalize(schema.values, space, seen), props: sortedProps(schema.props) };
    case 'record':
    case 'enum':
    case 'fixed':
      return seen.get(schema) ?? named(schema, space, seen);
    default:
      return { ...schema, props: withLogicalFirst(schema) };
  }
}

function named(schema: AvroNamed, space: string | undefined, seen: Map<AvroNamed, AvroNamed>): AvroNamed {
  // there its namespace is in front of its name: one that has none gets the one around it
  const name = avroName(schema.name.full, space);
  const aliases = [...schema.aliases].sort((a, b) => (a.full < b.full ? -1 : 1));
  // an empty text is the same as none
  const doc = schema.doc === '' ? undefined : schema.doc;
  if (schema.type !== 'record') {
    const props = schema.type === 'fixed' ? withLogicalFirst(schema) : sortedProps(schema.props);
    const made = { ...schema, name, doc, aliases, props };
    seen.set(schema, made);
    return made;
  }
  const fields: AvroField[] = [];
  const made = { ...schema, isError: false, name, doc, aliases, fields, props: sortedProps(schema.props) };
  seen.set(schema, made);
  for (const field of schema.fields)
    fields.push({
      ...field,
      schema: normalize(field.schema, name.space, seen),
      default: field.default === undefined ? undefined : normalDefault(field.default, field.schema),
      aliases: [...field.aliases].sort(),
      props: sortedProps(field.props),
    });
  return made;
}

const sortedProps = (props: Props): Props => sorted(props) as Props;

/** The logical type and what belongs to it come first. */
function withLogicalFirst(schema: AvroSchema & { readonly props: Props }): Props {
  const rest = sortedProps(schema.props);
  const logical = logicalTypeOf(schema);
  if (logical === undefined) return rest;
  const first: [string, JsonNode][] = [['logicalType', logical]];
  for (const name of logical === 'decimal' ? ['precision', 'scale'] : []) {
    const value = schema.props.get(name);
    if (value instanceof JsonNumber && !(name === 'scale' && value.value === 0)) first.push([name, value]);
  }
  return new Map([...first, ...rest]);
}

/** A default as a value of its type, written again (Avro's JacksonUtils.toObject); undefined: it is none of the type. */
function normalDefault(node: JsonNode, schema: AvroSchema): JsonNode | undefined {
  if (schema.type === 'union') {
    const [first] = schema.types;
    return first === undefined ? undefined : normalDefault(node, first);
  }
  if (node === null || typeof node === 'boolean') return node;
  if (node instanceof JsonNumber) return normalNumber(node, schema);
  if (typeof node === 'string')
    return ['string', 'enum', 'bytes', 'fixed'].includes(schema.type) ? node : undefined;
  if (isArray(node))
    return schema.type === 'array'
      ? node.map((item) => normalDefault(item, schema.items) ?? null)
      : undefined;
  if (!isObject(node)) return undefined;
  const members = [...node].map(([name, value]): [string, JsonNode] => {
    const type =
      schema.type === 'map'
        ? schema.values
        : schema.type === 'record'
          ? schema.fields.find((field) => field.name === name)?.schema
          : undefined;
    return [name, (type === undefined ? undefined : normalDefault(value, type)) ?? null];
  });
  return sorted(new Map(members));
}

function normalNumber(node: JsonNumber, schema: AvroSchema): JsonNumber | undefined {
  if (schema.type === 'float' || schema.type === 'double')
    return node.isWhole ? new JsonNumber(`${node.text}.0`) : node;
  return node.isWhole && (schema.type === 'int' || schema.type === 'long') ? node : undefined;
}
