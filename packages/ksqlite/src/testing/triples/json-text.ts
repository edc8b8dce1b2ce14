import { entriesOf, isObject, type Json, NumberText } from '../../formats/json/json-tree.ts';

/** A JSON tree as text, each number with the digits that it was written with. */
export function jsonText(value: Json): string {
  if (value instanceof NumberText) return value.text;
  if (Array.isArray(value)) return `[${value.map(jsonText).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const fields = [...entriesOf(value)].map(([name, part]) => `${JSON.stringify(name)}:${jsonText(part)}`);
  return `{${fields.join(',')}}`;
}
