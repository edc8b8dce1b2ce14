/**
 * A JSON Schema's text as a Connect schema.
 *
 * The text comes from outside: how deep it is, how many schemas it holds and how often it refers to itself is bounded. What is not
 * known of it is refused: a column would be of another type than ksqlDB's.
 *
 * Source of the rule: Confluent's JsonSchemaData.toConnectSchema, over the classes that the everit library makes of a text
 * (draft 7).
 */
import { inHashOrder } from '../../functions/values/java/hash-map.ts';
import type { RegisteredSchema } from '../../schemas/schema-registry.ts';
import type { Json } from '../json/json-tree.ts';
import { SchemaError } from '../schema-format.ts';
import type { ConnectField, ConnectNumber, ConnectSchema, ConnectStruct } from './connect-schema.ts';
import { type JsonSchemaObject, type Place, SchemaTexts } from './schema-texts.ts';

const DEEPEST = 100;
const MOST_SCHEMAS = 10_000;
const UNION = 'io.confluent.connect.json.OneOf';
const CONNECT_NUMBERS: readonly string[] = ['int8', 'int16', 'int32', 'int64', 'float32', 'float64'];

/** Throws SchemaError. */
export function parseJsonSchema(schema: RegisteredSchema): ConnectSchema {
  const texts = new SchemaTexts(schema);
  return new Parser(texts).parse(texts.root, false, 0);
}

/** The title, which is a schema's name. Throws SchemaError. */
export function titleOf(schema: RegisteredSchema): string | undefined {
  const { node } = new SchemaTexts(schema).root;
  return typeof node === 'object' && typeof node.title === 'string' ? node.title : undefined;
}

class Parser {
  readonly #texts: SchemaTexts;
  #count = 0;

  constructor(texts: SchemaTexts) {
    this.#texts = texts;
  }

  parse(place: Place, optional: boolean, depth: number): ConnectSchema {
    if (depth > DEEPEST) throw new SchemaError('the schema is nested too deep, or refers to itself');
    if (++this.#count > MOST_SCHEMAS)
      throw new SchemaError(`the schema holds more than ${MOST_SCHEMAS} schemas`);
    const { node } = place;
    if (node === true) throw unsupported('TrueSchema');
    if (node === false) throw unsupported('FalseSchema');
    if (typeof node.$ref === 'string')
      return this.parse(this.#texts.refer(place, node.$ref), optional, depth + 1);
    return this.#withName(node, this.#parseNode({ document: place.document, node }, optional, depth));
  }

  /** What Connect keeps beside the type. */
  #withName(node: JsonSchemaObject, schema: ConnectSchema): ConnectSchema {
    const named = schema.name === undefined && typeof node.title === 'string' ? { name: node.title } : {};
    const byDefault = node.default === undefined ? {} : { byDefault: node.default };
    return Object.assign({}, schema, named, byDefault);
  }

  #parseNode(place: NodePlace, optional: boolean, depth: number): ConnectSchema {
    const { node } = place;
    for (const criterion of ['oneOf', 'anyOf'] as const) {
      const parts = node[criterion];
      if (Array.isArray(parts)) return this.#parseUnion(placesOf(place, parts), optional, depth);
    }
    if (Array.isArray(node.allOf)) return this.#parseAll(place, placesOf(place, node.allOf), optional, depth);
    if (Array.isArray(node.type)) {
      const types = node.type.map(
        (type: Json): Place => ({ document: place.document, node: Object.assign({}, node, { type }) }),
      );
      const [one] = types;
      if (types.length === 1 && one !== undefined) return this.parse(one, optional, depth + 1);
      return this.#parseUnion(types, optional, depth);
    }
    const type = typeof node.type === 'string' ? node.type : impliedType(node);
    switch (type) {
      case 'boolean':
      case 'string':
      case 'integer':
      case 'number':
        return scalar(node, type, optional);
      case 'array':
        return this.#parseArray(place, optional, depth);
      case 'object':
        return this.#parseObject(place, optional, depth);
      case 'null':
        throw unsupported('NullSchema');
      case undefined:
        if (Array.isArray(node.enum) || node.const !== undefined) return scalar({}, 'string', optional);
        throw unsupported(node.not === undefined ? 'EmptySchema' : 'NotSchema');
      default:
        throw new SchemaError(
          `the schema has the type ${JSON.stringify(type).slice(0, 50)}, which JSON Schema does not know`,
        );
    }
  }

  /** One of several: a single one beside null is that, and optional; others are a struct of alternatives. */
  #parseUnion(parts: readonly Place[], optional: boolean, depth: number): ConnectSchema {
    const others = parts.filter(({ node }) => !isNull(node));
    const [only] = others;
    const isNullable = others.length < parts.length;
    if (only !== undefined && others.length === 1 && isNullable) return this.parse(only, true, depth + 1);
    const fields = others.map(
      (part, index): ConnectField => ({
        name: `${UNION}.field.${index}`,
        schema: this.parse(part, true, depth + 1),
      }),
    );
    return {
      kind: 'struct',
      fields,
      isUnion: true,
      optional: optional || isNullable,
      byDefault: undefined,
      name: UNION,
    };
  }

  /** All of several: their properties together, or the one of them that says a type. */
  #parseAll(place: NodePlace, parts: readonly Place[], optional: boolean, depth: number): ConnectSchema {
    const properties = new Map<string, Place>();
    for (const part of parts) this.#collect(part, properties, depth + 1);
    if (properties.size > 0) {
      const fields = [...properties].map(([name, property]) => this.#field(name, property, depth));
      return struct(fields, optional);
    }
    const [first] = parts.filter(
      ({ node }) => typeof node === 'object' && (node.type ?? node.$ref) !== undefined,
    );
    if (first === undefined) throw new SchemaError(`Unsupported criterion allOf for ${textOf(place.node)}`);
    return this.parse(first, optional, depth + 1);
  }

  #collect(place: Place, properties: Map<string, Place>, depth: number): void {
    if (depth > DEEPEST) throw new SchemaError('the schema is nested too deep, or refers to itself');
    const { node } = place;
    if (typeof node !== 'object') return;
    if (typeof node.$ref === 'string')
      this.#collect(this.#texts.refer(place, node.$ref), properties, depth + 1);
    else if (Array.isArray(node.allOf))
      for (const part of placesOf(place, node.allOf)) this.#collect(part, properties, depth + 1);
    else for (const [name, property] of propertiesOf({ ...place, node })) properties.set(name, property);
  }

  #parseArray(place: NodePlace, optional: boolean, depth: number): ConnectSchema {
    const { items } = place.node;
    if (!isSchema(items)) throw new SchemaError('Array schema did not specify the items type');
    if (place.node['connect.type'] === 'map' && typeof items === 'object') {
      const entry = propertiesOf({ ...place, node: items });
      const key = entry.get('key');
      const value = entry.get('value');
      if (key !== undefined && value !== undefined)
        return {
          kind: 'map',
          key: this.parse(key, false, depth + 1),
          value: this.parse(value, false, depth + 1),
          optional,
          byDefault: undefined,
          name: undefined,
        };
    }
    const element = this.parse({ ...place, node: items }, false, depth + 1);
    return { kind: 'array', items: element, optional, byDefault: undefined, name: undefined };
  }

  #parseObject(place: NodePlace, optional: boolean, depth: number): ConnectSchema {
    const { node } = place;
    if (node['connect.type'] === 'map' && isSchema(node.additionalProperties))
      return {
        kind: 'map',
        key: scalar({}, 'string', false),
        value: this.parse({ ...place, node: node.additionalProperties }, false, depth + 1),
        optional,
        byDefault: undefined,
        name: undefined,
      };
    const fields = inOrder(propertiesOf(place)).map(([name, property]) => this.#field(name, property, depth));
    return struct(fields, optional);
  }

  #field = (name: string, place: Place, depth: number): ConnectField => ({
    name,
    schema: this.parse(place, false, depth + 1),
  });
}

type NodePlace = Place & { readonly node: JsonSchemaObject };

const placesOf = (place: Place, nodes: readonly unknown[]): readonly Place[] =>
  nodes.filter(isSchema).map((node) => ({ ...place, node }));

/** In the order of a HashMap: so everit has them, whatever the text says. */
function propertiesOf(place: NodePlace): ReadonlyMap<string, Place> {
  const { properties } = place.node;
  if (typeof properties !== 'object' || properties === null || Array.isArray(properties)) return new Map();
  const places = Object.entries(properties).flatMap(([name, node]): [string, Place][] =>
    isSchema(node) ? [[name, { ...place, node }]] : [],
  );
  return inHashOrder(new Map(places));
}

/** By `connect.index`; one without is as if it had the number of those before it, and takes the place of one that has it. */
function inOrder(properties: ReadonlyMap<string, Place>): readonly [string, Place][] {
  const byIndex = new Map<number, [string, Place]>();
  for (const property of properties) {
    const [, { node }] = property;
    const index = typeof node === 'object' ? node['connect.index'] : undefined;
    byIndex.set(typeof index === 'number' ? index : byIndex.size, property);
  }
  return [...byIndex].sort(([a], [b]) => a - b).map(([, property]) => property);
}

const struct = (fields: readonly ConnectField[], optional: boolean): ConnectStruct => ({
  kind: 'struct',
  fields,
  isUnion: false,
  optional,
  byDefault: undefined,
  name: undefined,
});

function scalar(
  node: JsonSchemaObject,
  type: 'boolean' | 'string' | 'integer' | 'number',
  optional: boolean,
): ConnectSchema {
  const parameters: Record<string, string> = {};
  const said = node['connect.parameters'];
  if (typeof said === 'object' && said !== null)
    for (const [name, value] of Object.entries(said)) parameters[name] = String(value);
  return { kind: scalarKind(node, type), optional, byDefault: undefined, name: undefined, parameters };
}

function scalarKind(
  node: JsonSchemaObject,
  type: 'boolean' | 'string' | 'integer' | 'number',
): 'boolean' | 'string' | 'bytes' | ConnectNumber {
  const said = node['connect.type'];
  if (type === 'boolean') return 'boolean';
  if (type === 'string') return said === 'bytes' ? 'bytes' : 'string';
  if (said === undefined) return type === 'integer' ? 'int64' : 'float64';
  if (said === 'bytes') return 'bytes';
  if (typeof said === 'string' && CONNECT_NUMBERS.includes(said)) return said as ConnectNumber;
  throw new SchemaError(`Unsupported type ${textOf(said)}`);
}

/** What everit takes a schema without a type for, by its other words. */
function impliedType(node: JsonSchemaObject): string | undefined {
  return IMPLIED.find(([, words]) => words.some((word) => node[word] !== undefined))?.[0];
}

const IMPLIED: readonly (readonly [string, readonly string[]])[] = [
  ['array', ['items', 'additionalItems', 'minItems', 'maxItems', 'uniqueItems', 'contains']],
  [
    'object',
    [
      'properties',
      'required',
      'minProperties',
      'maxProperties',
      'patternProperties',
      'additionalProperties',
      'dependencies',
      'propertyNames',
    ],
  ],
  ['number', ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf']],
  ['string', ['minLength', 'maxLength', 'pattern', 'format']],
];

const isNull = (node: JsonSchemaObject | boolean): boolean =>
  typeof node === 'object' && node.type === 'null';

const isSchema = (node: unknown): node is JsonSchemaObject | boolean =>
  typeof node === 'boolean' || (typeof node === 'object' && node !== null && !Array.isArray(node));

const textOf = (node: unknown): string => String(JSON.stringify(node)).slice(0, 200);

const unsupported = (kind: string): SchemaError =>
  new SchemaError(`Unsupported schema type org.everit.json.schema.${kind}`);
