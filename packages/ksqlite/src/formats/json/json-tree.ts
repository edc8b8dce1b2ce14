/**
 * What a JSON text says. The fast path gives what `JSON.parse` gives; the exact path (see `exact-json.ts`) gives the
 * text of every number, and objects as Maps, whose keys keep their order.
 */
export type Json =
  | null
  | boolean
  | number
  | string
  | NumberText
  | readonly Json[]
  | { readonly [name: string]: Json }
  | ReadonlyMap<string, Json>;

/** A number as it was written. */
export class NumberText {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type JsonObject = { readonly [name: string]: Json } | ReadonlyMap<string, Json>;

export const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof NumberText);

export const entriesOf = (object: JsonObject): Iterable<[string, Json]> =>
  object instanceof Map ? object : Object.entries(object as { readonly [name: string]: Json });

/** Thrown by a reader that meets a value whose written form it needs: the record is read again by the exact path. */
export const NEEDS_EXACT: unique symbol = Symbol('needs the exact path');

/** How Jackson calls the value's kind: ksqlDB's messages say it. */
export function kindOf(value: Json): string {
  if (value === null) return 'NullNode';
  if (Array.isArray(value)) return 'ArrayNode';
  if (value instanceof NumberText || typeof value === 'number') return 'NumericNode';
  if (typeof value === 'boolean') return 'BooleanNode';
  return typeof value === 'string' ? 'TextNode' : 'ObjectNode';
}
