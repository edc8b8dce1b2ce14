import { javaDecimal } from '../json/java-decimal.ts';
import {
  isArray,
  isObject,
  type JsonNode,
  type JsonNumber,
  type JsonObject,
  textOf,
} from '../json/json-node.ts';
import { sorted, writeJson } from '../json/write-json.ts';
import { InvalidSchema } from '../parsed-schema.ts';
import { type CombinedNode, type JsonSchemaNode, NOTHING } from './json-schema-node.ts';
import { arrayOf, numberOf, objectOf, stringOf } from './read-keywords.ts';

/**
 * Reads a JSON Schema of draft 4 to 7 as everit-json-schema does: what several keywords say becomes an `allOf`. Newer drafts are read
 * the same way, with `$defs`, `prefixItems` and `dependentRequired` as they are called there.
 *
 * @param documents the texts behind references, by name
 * @throws InvalidSchema
 */
export function readJsonSchema(root: JsonNode, documents: ReadonlyMap<string, JsonNode>): JsonSchemaNode {
  // Confluent's registry takes a list, a number or a text as if it were `{}`
  if (!isObject(root) && typeof root !== 'boolean') return { kind: 'empty', ...NOTHING };
  return new SchemaReader(documents).read({ node: root, root, id: rootId(root) });
}

/** A schema in its document. */
interface Place {
  readonly node: JsonNode;
  readonly root: JsonNode;
  /** What relative references begin from. */
  readonly id: string;
}

const rootId = (root: JsonNode): string =>
  isObject(root) ? (textOf(root.get('$id')) ?? textOf(root.get('id')) ?? '') : '';

const CRITERIA = ['allOf', 'anyOf', 'oneOf'] as const;
const NUMBER = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'];
const STRING = ['minLength', 'maxLength', 'pattern', 'format'];
const ARRAY = ['items', 'prefixItems', 'additionalItems', 'minItems', 'maxItems', 'uniqueItems', 'contains'];
const OBJECT = [
  'properties',
  'required',
  'minProperties',
  'maxProperties',
  'dependencies',
  'dependentRequired',
  'dependentSchemas',
  'patternProperties',
  'additionalProperties',
  'propertyNames',
];

/** Why it can't be read is not told: nor does Confluent's registry. */
const invalid = (): InvalidSchema => new InvalidSchema('Invalid JSON Schema');

class SchemaReader {
  readonly #documents: ReadonlyMap<string, JsonNode>;
  /** Of each document what was referred to, by pointer: a schema may refer to itself. */
  readonly #referred = new Map<JsonNode, Map<string, JsonSchemaNode | undefined>>();

  constructor(documents: ReadonlyMap<string, JsonNode>) {
    this.#documents = documents;
  }

  read(place: Place): JsonSchemaNode {
    const { node } = place;
    if (typeof node === 'boolean') return { kind: node ? 'true' : 'false', ...NOTHING };
    if (!isObject(node)) throw invalid();
    const found = this.#extracted(place, node);
    const common = commonOf(node);
    const [only] = found;
    if (only === undefined) return { kind: 'empty', ...common };
    if (found.length === 1) return { ...only, ...common };
    return { kind: 'combined', criterion: 'allOf', schemas: combinedFirst(found), ...common };
  }

  /** One schema for each kind of keyword that is there (everit's SchemaExtractors). */
  #extracted(place: Place, node: JsonObject): readonly JsonSchemaNode[] {
    const ref = node.get('$ref');
    if (ref !== undefined) return [this.#reference(place, ref)];
    const child = (of: JsonNode): JsonSchemaNode => this.read({ ...place, node: of });
    const found: JsonSchemaNode[] = [];
    const values = node.get('enum');
    if (values !== undefined)
      found.push({ kind: 'enum', values: new Set(list(values).map(plain)), ...NOTHING });
    for (const criterion of CRITERIA) {
      const schemas = node.get(criterion);
      if (schemas !== undefined) found.push(combined(criterion, list(schemas).map(child)));
    }
    const not = node.get('not');
    if (not !== undefined) found.push({ kind: 'not', schema: child(not), ...NOTHING });
    const value = node.get('const');
    if (value !== undefined) found.push({ kind: 'const', value: plain(value), ...NOTHING });
    const type = node.get('type');
    const types = type === undefined ? [] : isArray(type) ? type : [type];
    const typed = types.map((each) => this.#typed(node, textOf(each) ?? '', child));
    if (isArray(type)) found.push(combined('anyOf', typed));
    else found.push(...typed);
    // what the type did not speak for
    const has = (words: readonly string[]): boolean => words.some((word) => node.has(word));
    if (has(ARRAY) && !types.includes('array')) found.push(arrayOf(node, child));
    if (has(OBJECT) && !types.includes('object')) found.push(objectOf(node, child));
    const isNumeric = types.includes('number') || types.includes('integer');
    if (has(NUMBER) && !isNumeric) found.push(numberOf(node, false));
    if (has(STRING) && !types.includes('string')) found.push(stringOf(node));
    if (has(['if', 'then', 'else'])) {
      for (const word of ['if', 'then', 'else']) {
        const part = node.get(word);
        if (part !== undefined) child(part);
      }
      found.push({ kind: 'conditional', ...NOTHING });
    }
    return found;
  }

  #typed(node: JsonObject, type: string, child: (of: JsonNode) => JsonSchemaNode): JsonSchemaNode {
    switch (type) {
      case 'string':
        return stringOf(node);
      case 'integer':
      case 'number':
        return numberOf(node, type === 'integer');
      case 'boolean':
      case 'null':
        return { kind: type, ...NOTHING };
      case 'array':
        return arrayOf(node, child);
      case 'object':
        return objectOf(node, child);
      default:
        throw invalid();
    }
  }

  #reference({ root, id }: Place, ref: JsonNode): JsonSchemaNode {
    if (typeof ref !== 'string') throw invalid();
    const hash = ref.indexOf('#');
    const [name, pointer] = hash === -1 ? [ref, ''] : [ref.slice(0, hash), ref.slice(hash + 1)];
    const document = name === '' || name === id ? root : this.#document(name, id);
    const known = this.#referred.get(document) ?? new Map<string, JsonSchemaNode | undefined>();
    this.#referred.set(document, known);
    if (!known.has(pointer)) {
      known.set(pointer, undefined);
      const node = pointed(document, pointer);
      if (node === undefined) throw invalid();
      known.set(
        pointer,
        this.read({ node, root: document, id: document === root ? id : rootId(document) || name }),
      );
    }
    return {
      kind: 'reference',
      target: () => known.get(pointer) ?? { kind: 'empty', ...NOTHING },
      ...NOTHING,
    };
  }

  #document(name: string, id: string): JsonNode {
    for (const [known, node] of this.#documents)
      if (known === name || `./${known}` === name || absolute(known, id) === absolute(name, id)) return node;
    throw invalid();
  }
}

function absolute(name: string, base: string): string {
  try {
    return new URL(name, base === '' ? 'file:///' : new URL(base, 'file:///')).href;
  } catch {
    return name;
  }
}

/** What a JSON pointer, or the name of an anchor, leads to. */
function pointed(document: JsonNode, pointer: string): JsonNode | undefined {
  if (pointer === '' || pointer === '/') return document;
  if (!pointer.startsWith('/')) return anchored(document, `#${pointer}`);
  let at: JsonNode | undefined = document;
  for (const part of pointer.slice(1).split('/')) {
    const name = decoded(part).replaceAll('~1', '/').replaceAll('~0', '~');
    at = isObject(at) ? at.get(name) : isArray(at) ? at[Number(name)] : undefined;
  }
  return at;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function anchored(node: JsonNode, anchor: string): JsonNode | undefined {
  if (isObject(node)) {
    if (
      node.get('$id') === anchor ||
      node.get('id') === anchor ||
      `#${textOf(node.get('$anchor'))}` === anchor
    )
      return node;
  } else if (!isArray(node)) return undefined;
  for (const child of node.values()) {
    const found = anchored(child, anchor);
    if (found !== undefined) return found;
  }
  return undefined;
}

const combined = (
  criterion: CombinedNode['criterion'],
  schemas: readonly JsonSchemaNode[],
): JsonSchemaNode => ({
  kind: 'combined',
  criterion,
  schemas: combinedFirst(schemas),
  ...NOTHING,
});

/** In everit combined schemas stand in front of others. */
const combinedFirst = (schemas: readonly JsonSchemaNode[]): readonly JsonSchemaNode[] =>
  [...schemas].sort((a, b) => Number(a.kind !== 'combined') - Number(b.kind !== 'combined'));

function commonOf(node: JsonObject): typeof NOTHING {
  const value = node.get('default');
  return {
    id: text(node, '$id') ?? (node.has('$ref') ? undefined : textOf(node.get('id'))),
    title: text(node, 'title'),
    description: text(node, 'description'),
    default: value === undefined ? undefined : plain(value),
  };
}

function text(node: JsonObject, name: string): string | undefined {
  const found = node.get(name);
  if (found !== undefined && typeof found !== 'string') throw invalid();
  return found;
}

function list(node: JsonNode): readonly JsonNode[] {
  if (!isArray(node)) throw invalid();
  return node;
}

/** Equal values have equal texts: `1` and `1.0` do, whatever the order of names. */
const plain = (node: JsonNode): string =>
  writeJson(sorted(node), (number: JsonNumber) =>
    Number.isInteger(number.value) ? `${number.value}` : javaDecimal(number),
  );
