import { quoted } from '../../../functions/values/json/json-node.ts';
import { entriesOf, type Json, NEEDS_EXACT, NumberText } from '../json-tree.ts';
import { numberAsText } from './number-text.ts';

/**
 * A STRING takes every JSON value (`KsqlJsonDeserializer.processString`): numbers and booleans as their text, objects
 * as compact JSON, arrays as `[a, b]` with every element made a string the same way.
 */
export function readString(value: Json): string | null {
  if (typeof value === 'string') return value;
  if (value === null) return null;
  if (typeof value === 'boolean') return String(value);
  if (value instanceof NumberText) return numberAsText(value.text);
  // Java joins with Objects.toString: a null element is the word null.
  if (Array.isArray(value)) return `[${value.map((item: Json) => readString(item) ?? 'null').join(', ')}]`;
  // JSON.parse has lost how a number was written, and the order of keys such as "1".
  if (typeof value === 'number' || !(value instanceof Map)) throw NEEDS_EXACT;
  return compactJson(value);
}

export function compactJson(value: Json): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return quoted(value);
  if (value instanceof NumberText) return numberAsText(value.text);
  if (typeof value === 'number') throw NEEDS_EXACT;
  if (Array.isArray(value)) return `[${value.map(compactJson).join(',')}]`;
  const fields = Array.from(
    entriesOf(value as ReadonlyMap<string, Json>),
    ([name, item]) => `${quoted(name)}:${compactJson(item)}`,
  );
  return `{${fields.join(',')}}`;
}
