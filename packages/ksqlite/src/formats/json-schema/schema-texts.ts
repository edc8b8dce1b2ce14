import type { RegisteredSchema } from '../../schemas/schema-registry.ts';
import { DeserializationError } from '../codec.ts';
import type { Json } from '../json/json-tree.ts';
import { parseJson } from '../json/reading/parse.ts';
import { SchemaError } from '../schema-format.ts';

export type JsonSchemaObject = { readonly [word: string]: Json | undefined };

/** A schema in a text. */
export interface Place {
  readonly node: JsonSchemaObject | boolean;
  /** The text that `#` means. */
  readonly document: Json;
}

/** A schema's text and those that it refers to. */
export class SchemaTexts {
  readonly root: Place;
  readonly #others = new Map<string, Json>();

  /** Throws SchemaError. */
  constructor({ schema, resolved }: RegisteredSchema) {
    const document = parse(schema);
    this.root = placeIn(document, document);
    for (const { name, schema: text } of resolved) this.#others.set(name, parse(text));
  }

  /** What `$ref` names: `#`, `#/definitions/x`, another text by its name, or a place in that. Throws SchemaError. */
  refer({ document }: Place, reference: string): Place {
    const at = reference.indexOf('#');
    const name = at < 0 ? reference : reference.slice(0, at);
    const text = name === '' ? document : this.#others.get(name);
    if (text === undefined) throw new SchemaError(`the reference ${reference.slice(0, 200)} names no schema`);
    let node: Json | undefined = text;
    const pointer = at < 0 ? '' : reference.slice(at + 1);
    for (const step of pointer.split('/').slice(1)) node = stepInto(node, step);
    return placeIn(node, text, reference);
  }
}

function stepInto(node: Json | undefined, step: string): Json | undefined {
  const name = decodeStep(step);
  if (typeof node !== 'object' || node === null || !Object.hasOwn(node, name)) return undefined;
  return (node as { readonly [name: string]: Json })[name];
}

function decodeStep(step: string): string {
  try {
    return decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
  } catch {
    return step;
  }
}

function placeIn(node: Json | undefined, document: Json, reference = '#'): Place {
  if (typeof node === 'boolean') return { node, document };
  if (typeof node !== 'object' || node === null || Array.isArray(node))
    throw new SchemaError(`the schema at ${reference.slice(0, 200)} is not an object`);
  return { node: node as JsonSchemaObject, document };
}

function parse(text: string): Json {
  try {
    return parseJson(text);
  } catch (error) {
    if (!(error instanceof DeserializationError)) throw error;
    throw new SchemaError(`the schema can’t be read: ${error.message}`);
  }
}
