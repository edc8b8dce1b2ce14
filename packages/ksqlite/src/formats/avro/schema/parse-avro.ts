/**
 * An Avro schema's text, parsed as Avro 1.11's `Schema.Parser` does, with its words for what is wrong.
 *
 * Schemas come from outside. What must stay true: whatever the text, either a type comes out or a SchemaError; no code is made of it
 * (avsc, the usual library, compiles names from a schema into functions); depth and number of types are limited, through names, too.
 */
import type { ResolvedReference } from '../../../schemas/schema-registry.ts';
import { SchemaError } from '../../schema-format.ts';
import { avroName, namespaceOf, PRIMITIVE_NAMES, short, validName } from './avro-name.ts';
import type {
  Annotations,
  AvroEnum,
  AvroField,
  AvroFixed,
  AvroName,
  AvroRecord,
  AvroType,
  AvroUnion,
  PrimitiveKind,
} from './avro-type.ts';

/** Schemas within schemas, as the text has them. */
const DEEPEST = 200;
const MOST_TYPES = 20_000;

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
type JsonObject = { readonly [name: string]: Json };

/**
 * @param references what the text may name, each in front of those that refer to it
 * @throws SchemaError
 */
export function parseAvro(text: string, references: readonly ResolvedReference[] = []): AvroType {
  const parser = new AvroParser();
  for (const { schema } of references) parser.parse(schema);
  return parser.parse(text);
}

class AvroParser {
  readonly #named = new Map<string, AvroType>();
  #types = 0;
  #depth = 0;
  /** Of the named type around, for names without one. */
  #namespace: string | undefined;

  parse(text: string): AvroType {
    this.#namespace = undefined;
    return this.#type(jsonOf(text));
  }

  #type(json: Json): AvroType {
    if (++this.#types > MOST_TYPES)
      throw new SchemaError(`The Avro schema has more than ${MOST_TYPES} types`);
    if (++this.#depth > DEEPEST) throw new SchemaError(`The Avro schema is nested more than ${DEEPEST} deep`);
    const type = this.#anyType(json);
    this.#depth--;
    return type;
  }

  #anyType(json: Json): AvroType {
    if (typeof json === 'string') {
      const named = this.#lookUp(json);
      if (named === undefined) throw new SchemaError(`Undefined name: ${JSON.stringify(short(json))}`);
      return named;
    }
    if (Array.isArray(json)) return this.#union(json as readonly Json[]);
    if (json === null || typeof json !== 'object')
      throw new SchemaError(`Schema not yet supported: ${shown(json)}`);
    return this.#object(json as JsonObject);
  }

  #lookUp(name: string): AvroType | undefined {
    if (PRIMITIVE_NAMES.has(name)) return { kind: name as PrimitiveKind, annotations: {} };
    const { full, simple } = avroName(name, this.#namespace);
    return this.#named.get(full) ?? this.#named.get(simple);
  }

  #union(members: readonly Json[]): AvroUnion {
    const branches = members.map((member) => this.#type(member));
    const names = new Set<string>();
    for (const branch of branches) {
      if (branch.kind === 'union') throw new SchemaError(`Nested union: ${shown(members)}`);
      const name = 'name' in branch ? branch.name.full : branch.kind;
      if (names.has(name)) throw new SchemaError(`Duplicate in union:${short(name)}`);
      names.add(name);
    }
    return { kind: 'union', branches };
  }

  #object(json: JsonObject): AvroType {
    const type = textIn(json, 'type');
    if (type === undefined) throw new SchemaError(`No type: ${shown(json)}`);
    const annotations = annotationsOf(json);
    if (PRIMITIVE_NAMES.has(type)) return { kind: type as PrimitiveKind, annotations };
    switch (type) {
      case 'record':
      case 'error':
        return this.#record(json, annotations);
      case 'enum':
        return this.#define<AvroEnum>({
          kind: 'enum',
          name: this.#nameOf(json),
          symbols: symbolsOf(json),
          annotations,
        });
      case 'fixed':
        return this.#define<AvroFixed>({
          kind: 'fixed',
          name: this.#nameOf(json),
          size: sizeOf(json),
          annotations,
        });
      case 'array':
        return { kind: 'array', items: this.#inner(json, 'items', 'Array has no items type'), annotations };
      case 'map':
        return { kind: 'map', values: this.#inner(json, 'values', 'Map has no values type'), annotations };
      default: {
        const named = this.#lookUp(type);
        if (named === undefined) throw new SchemaError(`Type not supported: ${short(type)}`);
        return named;
      }
    }
  }

  #inner(json: JsonObject, property: string, missing: string): AvroType {
    const inner = memberOf(json, property);
    if (inner === undefined) throw new SchemaError(`${missing}: ${shown(json)}`);
    return this.#type(inner);
  }

  #nameOf(json: JsonObject): AvroName {
    const text = textIn(json, 'name');
    if (text === undefined) throw new SchemaError(`No name in schema: ${shown(json)}`);
    const name = avroName(text, textIn(json, 'namespace') ?? this.#namespace);
    if (PRIMITIVE_NAMES.has(name.full))
      throw new SchemaError(`Schemas may not be named after primitives: ${name.full}`);
    return name;
  }

  #define<T extends AvroRecord | AvroEnum | AvroFixed>(type: T): T {
    const { full } = type.name;
    if (this.#named.has(full)) throw new SchemaError(`Can't redefine: ${short(full)}`);
    this.#named.set(full, type);
    return type;
  }

  /** The record has its name before it has its fields: they may be of its own type. */
  #record(json: JsonObject, annotations: Annotations): AvroRecord {
    const fields: AvroField[] = [];
    const record = this.#define<AvroRecord>({
      kind: 'record',
      name: this.#nameOf(json),
      fields,
      annotations,
    });
    const members = memberOf(json, 'fields');
    if (!Array.isArray(members)) throw new SchemaError(`Record has no fields: ${shown(json)}`);
    const around = this.#namespace;
    this.#namespace = namespaceOf(record.name);
    const names = new Set<string>();
    for (const member of members as readonly Json[]) {
      const field = this.#field(member);
      if (names.has(field.name))
        throw new SchemaError(`Duplicate field ${short(field.name)} in record ${short(record.name.full)}`);
      names.add(field.name);
      fields.push(field);
    }
    this.#namespace = around;
    return record;
  }

  #field(json: Json): AvroField {
    const name = isObject(json) ? textIn(json, 'name') : undefined;
    if (name === undefined || !isObject(json)) throw new SchemaError(`No field name: ${shown(json)}`);
    const type = memberOf(json, 'type');
    if (type === undefined) throw new SchemaError(`No field type: ${shown(json)}`);
    if (typeof type === 'string' && this.#lookUp(type) === undefined)
      throw new SchemaError(
        `${JSON.stringify(short(type))} is not a defined name. The type of the ${JSON.stringify(short(name))} field must be a ` +
          'defined name or a {"type": ...} expression.',
      );
    return { name: validName(name), type: this.#type(type), default: memberOf(json, 'default') };
  }
}

function jsonOf(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw new SchemaError(`The Avro schema is not JSON: ${(error as Error).message.slice(0, 200)}`);
  }
}

function symbolsOf(json: JsonObject): readonly string[] {
  const symbols = memberOf(json, 'symbols');
  if (!Array.isArray(symbols)) throw new SchemaError(`Enum has no symbols: ${shown(json)}`);
  const names = (symbols as readonly Json[]).map((symbol) =>
    validName(typeof symbol === 'string' ? symbol : ''),
  );
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) throw new SchemaError(`Duplicate enum symbol: ${short(name)}`);
    seen.add(name);
  }
  return names;
}

function sizeOf(json: JsonObject): number {
  const size = memberOf(json, 'size');
  if (typeof size !== 'number' || !Number.isInteger(size))
    throw new SchemaError(`Invalid or no size: ${shown(json)}`);
  if (size < 0) throw new SchemaError(`Malformed data. Length is negative: ${size}`);
  return size;
}

function annotationsOf(json: JsonObject): Annotations {
  const scale = memberOf(json, 'scale');
  const connectName = memberOf(json, 'connect.name');
  if (connectName !== undefined && typeof connectName !== 'string')
    throw new SchemaError(`Invalid schema name: ${shown(connectName)}`);
  return {
    logicalType: textIn(json, 'logicalType'),
    precision: memberOf(json, 'precision'),
    scale: typeof scale === 'number' ? scale : undefined,
    connectType: textIn(json, 'connect.type'),
    connectName,
    internalType: textIn(json, 'connect.internal.type'),
    connectDefault: memberOf(json, 'connect.default'),
  };
}

const isObject = (json: Json): json is JsonObject =>
  typeof json === 'object' && json !== null && !Array.isArray(json);

const memberOf = (json: JsonObject, name: string): Json | undefined =>
  Object.hasOwn(json, name) ? json[name] : undefined;

function textIn(json: JsonObject, name: string): string | undefined {
  const member = memberOf(json, name);
  return typeof member === 'string' ? member : undefined;
}

/** For messages. JSON.stringify gives up on what is nested too deep. */
function shown(json: Json): string {
  try {
    return JSON.stringify(json).slice(0, 500);
  } catch {
    return '…';
  }
}
