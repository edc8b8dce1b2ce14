import { type JsonNode, JsonNumber } from './json-node.ts';

/** How a number that is not whole is written. */
export type WriteNumber = (number: JsonNumber) => string;

/** A tree as Jackson writes it, without spaces. */
export function writeJson(node: JsonNode, writeNumber: WriteNumber): string {
  if (node === null || typeof node === 'boolean') return String(node);
  if (typeof node === 'string') return quoted(node);
  if (node instanceof JsonNumber) return node.isWhole ? whole(node.text) : writeNumber(node);
  if (Array.isArray(node)) return `[${node.map((item) => writeJson(item, writeNumber)).join(',')}]`;
  const members = [...(node as ReadonlyMap<string, JsonNode>)];
  return `{${members.map(([name, value]) => `${quoted(name)}:${writeJson(value, writeNumber)}`).join(',')}}`;
}

/** A JSON string as Jackson writes it: control characters with capital digits, all else as it is. */
export const quoted = (text: string): string =>
  `"${text.replace(/["\\\p{Cc}]/gu, (character) => ESCAPES[character] ?? unicode(character))}"`;

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
};

const unicode = (character: string): string =>
  character >= ' ' ? character : `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;

const whole = (text: string): string => (text === '-0' ? '0' : text);

/** The same tree with the names of every object in order of their UTF-16 units (Java's TreeMap). */
export function sorted(node: JsonNode): JsonNode {
  if (Array.isArray(node)) return node.map(sorted);
  if (!(node instanceof Map)) return node;
  const members = [...(node as ReadonlyMap<string, JsonNode>)].sort(([a], [b]) => (a < b ? -1 : 1));
  return new Map(members.map(([name, value]) => [name, sorted(value)]));
}
