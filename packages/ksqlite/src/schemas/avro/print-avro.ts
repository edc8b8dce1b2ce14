import { javaDouble } from '../../functions/values/java/java-double.ts';
import type { JsonNode } from '../json/json-node.ts';
import { quoted, writeJson } from '../json/write-json.ts';
import type { AvroField, AvroName, AvroNamed, AvroSchema, Props } from './avro-schema.ts';

/** A tree as Avro writes it: numbers that are not whole are doubles. */
export const avroJson = (node: JsonNode): string => writeJson(node, (number) => javaDouble(number.value));

/**
 * A schema as Avro 1.11's `Schema.toString` writes it: each named type once in full, then by its name.
 *
 * @param known the full names of types that are not written in full
 */
export function printAvro(schema: AvroSchema, known: Iterable<string> = []): string {
  const written = new Set(known);
  const out: string[] = [];
  print(schema, undefined, written, out);
  return out.join('');
}

function print(schema: AvroSchema, space: string | undefined, written: Set<string>, out: string[]): void {
  switch (schema.type) {
    case 'record':
    case 'enum':
    case 'fixed':
      printNamed(schema, space, written, out);
      return;
    case 'union':
      out.push('[');
      schema.types.forEach((type, i) => {
        if (i > 0) out.push(',');
        print(type, space, written, out);
      });
      out.push(']');
      return;
    case 'array':
      out.push('{"type":"array","items":');
      print(schema.items, space, written, out);
      out.push(propsText(schema.props), '}');
      return;
    case 'map':
      out.push('{"type":"map","values":');
      print(schema.values, space, written, out);
      out.push(propsText(schema.props), '}');
      return;
    default:
      if (schema.props.size === 0) out.push(quoted(schema.type));
      else out.push(`{"type":${quoted(schema.type)}`, propsText(schema.props), '}');
  }
}

function printNamed(schema: AvroNamed, space: string | undefined, written: Set<string>, out: string[]): void {
  const { name } = schema;
  if (written.has(name.full)) {
    out.push(quoted(qualified(name, space)));
    return;
  }
  written.add(name.full);
  const type = schema.type === 'record' && schema.isError ? 'error' : schema.type;
  out.push(`{"type":"${type}","name":${quoted(name.name)}`);
  if (name.space !== undefined && name.space !== space) out.push(`,"namespace":${quoted(name.space)}`);
  else if (name.space === undefined && space !== undefined) out.push(',"namespace":""');
  if (schema.doc !== undefined) out.push(`,"doc":${quoted(schema.doc)}`);
  if (schema.type === 'enum') {
    out.push(`,"symbols":[${schema.symbols.map(quoted).join(',')}]`);
    if (schema.default !== undefined) out.push(`,"default":${quoted(schema.default)}`);
  } else if (schema.type === 'fixed') out.push(`,"size":${schema.size}`);
  else {
    out.push(',"fields":[');
    schema.fields.forEach((field, i) => {
      if (i > 0) out.push(',');
      printField(field, name.space, written, out);
    });
    out.push(']');
  }
  out.push(propsText(schema.props));
  const aliases = schema.aliases.map((alias) => quoted(qualified(alias, name.space)));
  if (aliases.length > 0) out.push(`,"aliases":[${aliases.join(',')}]`);
  out.push('}');
}

function printField(field: AvroField, space: string | undefined, written: Set<string>, out: string[]): void {
  out.push(`{"name":${quoted(field.name)},"type":`);
  print(field.schema, space, written, out);
  if (field.doc !== undefined) out.push(`,"doc":${quoted(field.doc)}`);
  if (field.default !== undefined) out.push(`,"default":${avroJson(field.default)}`);
  if (field.order !== 'ascending') out.push(`,"order":"${field.order}"`);
  if (field.aliases.length > 0) out.push(`,"aliases":[${field.aliases.map(quoted).join(',')}]`);
  out.push(propsText(field.props), '}');
}

const propsText = (props: Props): string =>
  [...props].map(([name, value]) => `,${quoted(name)}:${avroJson(value)}`).join('');

const TYPES: ReadonlySet<string> = new Set([
  'record',
  'enum',
  'array',
  'map',
  'union',
  'fixed',
  'string',
  'bytes',
  'int',
  'long',
  'float',
  'double',
  'boolean',
  'null',
]);

const qualified = (name: AvroName, space: string | undefined): string =>
  name.space === space && !TYPES.has(name.name) ? name.name : name.full;
