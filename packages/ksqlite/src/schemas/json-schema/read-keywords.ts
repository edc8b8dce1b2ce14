import { isArray, isObject, type JsonNode, JsonNumber, type JsonObject } from '../json/json-node.ts';
import { InvalidSchema } from '../parsed-schema.ts';
import {
  type ArrayNode,
  type JsonSchemaNode,
  NOTHING,
  type NumberNode,
  type ObjectNode,
  type StringNode,
} from './json-schema-node.ts';

type Child = (node: JsonNode) => JsonSchemaNode;

const invalid = (): InvalidSchema => new InvalidSchema('Invalid JSON Schema');

export function stringOf(node: JsonObject): StringNode {
  const pattern = node.get('pattern');
  if (pattern !== undefined && typeof pattern !== 'string') throw invalid();
  return {
    kind: 'string',
    minLength: number(node, 'minLength'),
    maxLength: number(node, 'maxLength'),
    pattern,
    ...NOTHING,
  };
}

export function numberOf(node: JsonObject, isInteger: boolean): NumberNode {
  const multipleOf = number(node, 'multipleOf');
  if (multipleOf === 0) throw invalid();
  return {
    kind: 'number',
    isInteger,
    minimum: number(node, 'minimum'),
    maximum: number(node, 'maximum'),
    exclusiveMinimum: limit(node, 'exclusiveMinimum'),
    exclusiveMaximum: limit(node, 'exclusiveMaximum'),
    multipleOf,
    ...NOTHING,
  };
}

export function arrayOf(node: JsonObject, child: Child): ArrayNode {
  const items = node.get('items');
  const each = node.get('prefixItems') ?? (isArray(items) ? items : undefined);
  if (each !== undefined && !isArray(each)) throw invalid();
  // draft 2020-12: what is behind prefixItems is for the rest
  const rest = node.has('prefixItems') ? items : node.get('additionalItems');
  const all = items === undefined || isArray(items) || node.has('prefixItems') ? undefined : child(items);
  return {
    kind: 'array',
    all,
    items: (each ?? []).map(child),
    permitsAdditional: rest !== false,
    additional: isObject(rest) ? child(rest) : undefined,
    minItems: number(node, 'minItems'),
    maxItems: number(node, 'maxItems'),
    isUnique: node.get('uniqueItems') === true,
    ...NOTHING,
  };
}

export function objectOf(node: JsonObject, child: Child): ObjectNode {
  const additional = node.get('additionalProperties');
  const dependencies = [...members(node, 'dependencies'), ...members(node, 'dependentSchemas')];
  const required = [...members(node, 'dependentRequired')];
  return {
    kind: 'object',
    properties: new Map(members(node, 'properties').map(([name, value]) => [name, child(value)])),
    required: new Set(texts(node.get('required') ?? [])),
    permitsAdditional: additional !== false,
    additional: isObject(additional) ? child(additional) : undefined,
    patterns: new Map(members(node, 'patternProperties').map(([name, value]) => [name, child(value)])),
    propertyDependencies: new Map(
      [...dependencies, ...required].flatMap(([name, value]) =>
        isArray(value) ? [[name, new Set(texts(value))] as const] : [],
      ),
    ),
    schemaDependencies: new Map(
      dependencies.flatMap(([name, value]) => (isArray(value) ? [] : [[name, child(value)] as const])),
    ),
    minProperties: number(node, 'minProperties'),
    maxProperties: number(node, 'maxProperties'),
    ...NOTHING,
  };
}

function members(node: JsonObject, name: string): readonly (readonly [string, JsonNode])[] {
  const found = node.get(name);
  if (found === undefined) return [];
  if (!isObject(found)) throw invalid();
  return [...found];
}

function texts(node: JsonNode): readonly string[] {
  if (!isArray(node)) throw invalid();
  return node.map((item) => {
    if (typeof item !== 'string') throw invalid();
    return item;
  });
}

function number(node: JsonObject, name: string): number | undefined {
  const found = node.get(name);
  if (found === undefined) return undefined;
  if (!(found instanceof JsonNumber)) throw invalid();
  return found.value;
}

/** Draft 4 says true or false here: then there is no limit of its own. */
function limit(node: JsonObject, name: string): number | undefined {
  return typeof node.get(name) === 'boolean' ? undefined : number(node, name);
}
