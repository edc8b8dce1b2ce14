import { isArray, isObject, type JsonNode, JsonNumber, type JsonObject, textOf } from '../json/json-node.ts';
import { JsonError, readJson } from '../json/read-json.ts';
import { InvalidSchema } from '../parsed-schema.ts';
import {
  type AvroField,
  type AvroName,
  type AvroNamed,
  type AvroRecord,
  type AvroSchema,
  type AvroUnion,
  fullNameOf,
  PRIMITIVES,
  type PrimitiveType,
  type Props,
} from './avro-schema.ts';
import { avroJson, printAvro } from './print-avro.ts';

/** The named types that were defined so far, and the namespace that holds. */
export class AvroNames {
  readonly #known = new Map<string, AvroNamed>();
  space: string | undefined;

  /** As Avro finds a name: a primitive, one of this namespace, one without a namespace. */
  find(text: string): AvroSchema | undefined {
    if (PRIMITIVES.has(text)) return { type: text as PrimitiveType, props: new Map() };
    return this.#known.get(avroName(text, this.space).full) ?? this.#known.get(avroName(text, '').full);
  }

  get(name: AvroName): AvroNamed | undefined {
    return this.#known.get(name.full);
  }

  add(schema: AvroNamed): void {
    const { full } = schema.name;
    if (this.#known.has(full)) throw new InvalidSchema(`Can't redefine: ${full}`);
    this.#known.set(full, schema);
  }
}

/**
 * Reads an Avro schema as Avro 1.11's `Schema.Parser` does, with its words for what is wrong. Throws InvalidSchema.
 *
 * @param names what the schema may name, and where its own types are added
 * @param validatesDefaults whether a default must be a value of its field's first type
 */
export function parseAvro(text: string, names: AvroNames, validatesDefaults = false): AvroSchema {
  let node: JsonNode;
  try {
    node = readJson(text, { comments: true, trailing: true });
  } catch (error) {
    if (error instanceof JsonError) throw new InvalidSchema(`not JSON: ${error.message}`);
    throw error;
  }
  names.space = undefined;
  return new AvroParser(names, validatesDefaults).parse(node);
}

const NAMED: ReadonlySet<string> = new Set(['record', 'error', 'enum', 'fixed']);
const RESERVED: ReadonlySet<string> = new Set([
  'doc',
  'fields',
  'items',
  'name',
  'namespace',
  'size',
  'symbols',
  'values',
  'type',
  'aliases',
]);
const ENUM_RESERVED: ReadonlySet<string> = new Set([...RESERVED, 'default']);
const FIELD_RESERVED: ReadonlySet<string> = new Set(['default', 'doc', 'name', 'order', 'type', 'aliases']);
/** bytes of a fixed */
const MAX_FIXED = 2_147_483_639;

class AvroParser {
  readonly #names: AvroNames;
  readonly #validatesDefaults: boolean;

  constructor(names: AvroNames, validatesDefaults: boolean) {
    this.#names = names;
    this.#validatesDefaults = validatesDefaults;
  }

  parse(node: JsonNode): AvroSchema {
    if (typeof node === 'string') {
      const found = this.#names.find(node);
      if (found === undefined) throw new InvalidSchema(`Undefined name: ${avroJson(node)}`);
      return found;
    }
    if (isObject(node)) return this.#object(node);
    if (isArray(node)) return union(node.map((branch) => this.parse(branch)));
    throw new InvalidSchema(`Schema not yet supported: ${avroJson(node)}`);
  }

  #object(node: JsonObject): AvroSchema {
    const type = required(node, 'type', 'No type');
    if (NAMED.has(type)) return this.#named(node, type);
    if (PRIMITIVES.has(type)) return { type: type as PrimitiveType, props: propsOf(node, RESERVED) };
    if (type === 'array') {
      const items = node.get('items');
      if (items === undefined) throw new InvalidSchema(`Array has no items type: ${avroJson(node)}`);
      return { type, items: this.parse(items), props: propsOf(node, RESERVED) };
    }
    if (type === 'map') {
      const values = node.get('values');
      if (values === undefined) throw new InvalidSchema(`Map has no values type: ${avroJson(node)}`);
      return { type, values: this.parse(values), props: propsOf(node, RESERVED) };
    }
    const known = this.#names.get(avroName(type, this.#names.space));
    if (known !== undefined) return known;
    throw new InvalidSchema(`Type not supported: ${type}`);
  }

  #named(node: JsonObject, type: string): AvroNamed {
    const saved = this.#names.space;
    const doc = textOf(node.get('doc'));
    const name = avroName(
      required(node, 'name', 'No name in schema'),
      textOf(node.get('namespace')) ?? saved,
    );
    if (PRIMITIVES.has(name.full))
      throw new InvalidSchema(`Schemas may not be named after primitives: ${name.full}`);
    this.#names.space = name.space;
    const aliases = () => aliasesOf(node).map((alias) => avroName(alias, name.space));
    const props = () => propsOf(node, type === 'enum' ? ENUM_RESERVED : RESERVED);
    const made = ((): AvroNamed => {
      if (type === 'enum') return { type, name, doc, ...enumOf(node), aliases: aliases(), props: props() };
      if (type === 'fixed')
        return { type, name, doc, size: sizeOf(node), aliases: aliases(), props: props() };
      const fields: AvroField[] = [];
      const record: AvroRecord = {
        type: 'record',
        isError: type === 'error',
        name,
        doc,
        fields,
        aliases: aliases(),
        props: props(),
      };
      // before its fields: they may name it
      this.#names.add(record);
      this.#fieldsInto(fields, node, name);
      return record;
    })();
    if (made.type !== 'record') this.#names.add(made);
    this.#names.space = saved;
    return made;
  }

  #fieldsInto(fields: AvroField[], node: JsonObject, record: AvroName): void {
    const nodes = node.get('fields');
    if (!isArray(nodes)) throw new InvalidSchema(`Record has no fields: ${avroJson(node)}`);
    for (const each of nodes) {
      const field = this.#field(isObject(each) ? each : new Map<string, JsonNode>());
      const other = fields.findIndex((earlier) => earlier.name === field.name);
      if (other !== -1)
        throw new InvalidSchema(
          `Duplicate field ${field.name} in record ${record.full}: ${told(field, fields.length)} and ${told(fields[other] as AvroField, other)}.`,
        );
      fields.push(field);
    }
  }

  #field(node: JsonObject): AvroField {
    const name = required(node, 'name', 'No field name');
    const type = node.get('type');
    if (type === undefined) throw new InvalidSchema(`No field type: ${avroJson(node)}`);
    if (typeof type === 'string' && this.#names.find(type) === undefined)
      throw new InvalidSchema(
        `${avroJson(type)} is not a defined name. The type of the "${name}" field must be a defined name or a {"type": ...} expression.`,
      );
    const schema = this.parse(type);
    const given = node.get('default');
    const isNumber = schema.type === 'float' || schema.type === 'double';
    const value = isNumber && typeof given === 'string' ? new JsonNumber(`${Number(given)}`) : given;
    if (this.#validatesDefaults && value !== undefined && !isValidDefault(schema, value))
      throw new InvalidSchema(
        `Invalid default for field ${name}: ${avroJson(value)} not a ${printAvro(schema)}`,
      );
    return {
      name: checkedName(name),
      schema,
      doc: textOf(node.get('doc')),
      default: value,
      order: orderOf(node),
      aliases: aliasesOf(node),
      props: propsOf(node, FIELD_RESERVED),
    };
  }
}

/** Avro's `Field.toString`. */
export const told = (field: Pick<AvroField, 'name' | 'schema'>, position: number): string =>
  `${field.name} type:${field.schema.type.toUpperCase()} pos:${position}`;

function union(types: readonly AvroSchema[]): AvroUnion {
  const seen = new Set<string>();
  for (const type of types) {
    if (type.type === 'union')
      throw new InvalidSchema(`Nested union: ${printAvro({ type: 'union', types })}`);
    const name = fullNameOf(type);
    if (seen.has(name)) throw new InvalidSchema(`Duplicate in union:${name}`);
    seen.add(name);
  }
  return { type: 'union', types };
}

function enumOf(node: JsonObject): { symbols: readonly string[]; default: string | undefined } {
  const given = node.get('symbols');
  if (!isArray(given)) throw new InvalidSchema(`Enum has no symbols: ${avroJson(node)}`);
  const symbols = given.map((symbol) => {
    if (typeof symbol !== 'string') throw new InvalidSchema('Null name');
    return symbol;
  });
  const seen = new Set<string>();
  for (const symbol of symbols) {
    if (seen.has(checkedName(symbol))) throw new InvalidSchema(`Duplicate enum symbol: ${symbol}`);
    seen.add(symbol);
  }
  const symbol = textOf(node.get('default'));
  if (symbol !== undefined && !seen.has(symbol))
    throw new InvalidSchema(
      `The Enum Default: ${symbol} is not in the enum symbol set: [${symbols.join(', ')}]`,
    );
  return { symbols, default: symbol };
}

function sizeOf(node: JsonObject): number {
  const size = node.get('size');
  if (!(size instanceof JsonNumber) || !size.isWhole || size.value > MAX_FIXED)
    throw new InvalidSchema(`Invalid or no size: ${avroJson(node)}`);
  if (size.value < 0) throw new InvalidSchema(`Malformed data. Length is negative: ${size.text}`);
  return size.value;
}

function orderOf(node: JsonObject): AvroField['order'] {
  const given = node.get('order');
  if (given === undefined) return 'ascending';
  const order = textOf(given)?.toLowerCase();
  if (order === 'ascending' || order === 'descending' || order === 'ignore') return order;
  throw new InvalidSchema(
    `No enum constant org.apache.avro.Schema.Field.Order.${textOf(given)?.toUpperCase()}`,
  );
}

function aliasesOf(node: JsonObject): readonly string[] {
  const given = node.get('aliases');
  if (given === undefined) return [];
  if (!isArray(given)) throw new InvalidSchema(`aliases not an array: ${avroJson(node)}`);
  const names = given.map((alias) => {
    if (typeof alias !== 'string') throw new InvalidSchema(`alias not a string: ${avroJson(alias)}`);
    return alias;
  });
  return [...new Set(names)];
}

const propsOf = (node: JsonObject, reserved: ReadonlySet<string>): Props =>
  new Map([...node].filter(([name]) => !reserved.has(name)));

function required(node: JsonObject, key: string, error: string): string {
  const found = textOf(node.get(key));
  if (found === undefined) throw new InvalidSchema(`${error}: ${avroJson(node)}`);
  return found;
}

/** @param space what holds where the text has no namespace of its own; '' and undefined: none */
export function avroName(text: string, space: string | undefined): AvroName {
  const dot = text.lastIndexOf('.');
  const name = checkedName(text.slice(dot + 1));
  const given = dot === -1 ? space : text.slice(0, dot);
  const own = given === '' ? undefined : given;
  return { name, space: own, full: own === undefined ? name : `${own}.${name}` };
}

function checkedName(name: string): string {
  if (name === '') throw new InvalidSchema('Empty name');
  if (!/^[\p{L}_]/u.test(name)) throw new InvalidSchema(`Illegal initial character: ${name}`);
  if (!/^[\p{L}\p{Nd}_]+$/u.test(name)) throw new InvalidSchema(`Illegal character in: ${name}`);
  return name;
}

const INT = 2n ** 31n;
const LONG = 2n ** 63n;

/** Avro's isValidDefault: of a union the first type counts. */
export function isValidDefault(schema: AvroSchema, node: JsonNode | undefined): boolean {
  if (node === undefined) return false;
  switch (schema.type) {
    case 'string':
    case 'bytes':
    case 'enum':
    case 'fixed':
      return typeof node === 'string';
    case 'int':
      return isWithin(node, INT);
    case 'long':
      return isWithin(node, LONG);
    case 'float':
    case 'double':
      return node instanceof JsonNumber;
    case 'boolean':
      return typeof node === 'boolean';
    case 'null':
      return node === null;
    case 'array':
      return isArray(node) && node.every((item) => isValidDefault(schema.items, item));
    case 'map':
      return isObject(node) && [...node.values()].every((value) => isValidDefault(schema.values, value));
    case 'union':
      return schema.types[0] !== undefined && isValidDefault(schema.types[0], node);
    case 'record':
      return (
        isObject(node) &&
        schema.fields.every((field) => isValidDefault(field.schema, node.get(field.name) ?? field.default))
      );
  }
}

function isWithin(node: JsonNode, limit: bigint): boolean {
  if (!(node instanceof JsonNumber) || !node.isWhole) return false;
  const value = BigInt(node.text);
  return value >= -limit && value < limit;
}
