/** A cell's text: texts as they are, NULL as `null`, structs, arrays and maps as JSON. Never more than one line. */
export function cellText(value: unknown): string {
  if (typeof value === 'string') return visible(value);
  if (value === null || value === undefined) return 'null';
  return typeof value === 'object' ? visible(jsonText(value)) : String(value);
}

/** JSON of a row's values: a bigint as the number that it is. */
export function jsonText(value: unknown): string {
  if (typeof value === 'bigint') return value.toString();
  if (Array.isArray(value)) return `[${value.map(jsonText).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = Object.entries(value).map(([name, field]) => `${JSON.stringify(name)}:${jsonText(field)}`);
  return `{${fields.join(',')}}`;
}

/** Data may hold line ends and escape sequences; a terminal must not act on them. */
export const visible = (text: string): string =>
  text.replace(/\p{Control}|[\u2028\u2029]/gu, (char) => SHORT[char] ?? escaped(char));

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
const escaped = (char: string): string => `\\u${(char.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
