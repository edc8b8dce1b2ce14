import { FunctionError } from '../../function-error.ts';
import { bigDecimalText } from '../numbers/big-decimal-text.ts';

/**
 * A parsed JSON value. Unlike `JSON.parse` it keeps numbers as they were written, since `EXTRACTJSONFIELD` gives
 * `1.10` back as `1.10`.
 */
export type JsonNode =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly digits: string }
  | { readonly kind: 'word'; readonly word: 'true' | 'false' | 'null' }
  | { readonly kind: 'array'; readonly items: readonly JsonNode[] }
  | { readonly kind: 'object'; readonly fields: ReadonlyMap<string, JsonNode> };

// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON texts must not hold any
const text = /"[^"\\\x00-\x1f]*(?:\\.[^"\\\x00-\x1f]*)*"/;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![^ \t\n\r,\]}])/;
const word = /(?:true|false|null)(?!\w)/;
const token = new RegExp(
  `[ \\t\\n\\r]*(?:([[\\]{},:])|(${text.source})|(${number.source})|(${word.source}))`,
  'y',
);
const blank = /^[ \t\n\r]*$/;
const MOST_NESTED = 1000;

/** Where the reader is. One a parse; the tokens are read with a sticky expression of its own. */
interface Reader {
  readonly source: string;
  readonly tokens: RegExp;
}

/** undefined for a blank text, as Jackson's missing node. What follows the first value is not looked at. */
export function parseJson(source: string): JsonNode | undefined {
  if (blank.test(source)) return undefined;
  const reader: Reader = { source, tokens: new RegExp(token) };
  return node(reader, next(reader), 0);
}

const invalid = (reader: Reader): FunctionError => new FunctionError(`Invalid JSON format: ${reader.source}`);

function next(reader: Reader): RegExpExecArray {
  const found = reader.tokens.exec(reader.source);
  if (found === null) throw invalid(reader);
  return found;
}

function node(reader: Reader, found: RegExpExecArray, depth: number): JsonNode {
  const [, mark, text, digits, word] = found;
  if (text !== undefined) return { kind: 'text', text: unquoted(reader, text) };
  if (digits !== undefined) return { kind: 'number', digits };
  if (word !== undefined) return { kind: 'word', word: word as 'true' | 'false' | 'null' };
  if (depth >= MOST_NESTED) throw invalid(reader);
  if (mark === '[') return { kind: 'array', items: items(reader, depth + 1) };
  if (mark === '{') return { kind: 'object', fields: fields(reader, depth + 1) };
  throw invalid(reader);
}

function unquoted(reader: Reader, quoted: string): string {
  if (!quoted.includes('\\')) return quoted.slice(1, -1);
  try {
    return JSON.parse(quoted) as string;
  } catch {
    throw invalid(reader);
  }
}

function items(reader: Reader, depth: number): readonly JsonNode[] {
  const result: JsonNode[] = [];
  let found = next(reader);
  if (found[1] === ']') return result;
  while (true) {
    result.push(node(reader, found, depth));
    if (closes(reader, ']')) return result;
    found = next(reader);
  }
}

function fields(reader: Reader, depth: number): ReadonlyMap<string, JsonNode> {
  const result = new Map<string, JsonNode>();
  let found = next(reader);
  if (found[1] === '}') return result;
  while (true) {
    const name = found[2];
    if (name === undefined || next(reader)[1] !== ':') throw invalid(reader);
    result.set(unquoted(reader, name), node(reader, next(reader), depth));
    if (closes(reader, '}')) return result;
    found = next(reader);
  }
}

/** Whether the collection ends here; else a comma must follow. */
function closes(reader: Reader, end: string): boolean {
  const mark = next(reader)[1];
  if (mark !== end && mark !== ',') throw invalid(reader);
  return mark === end;
}

/** A text in quotes, as Jackson writes it: escapes in capitals. */
export const quoted = (text: string): string =>
  JSON.stringify(text).replace(
    /\\(?:u00[01][0-9a-f]|u([dD][89a-fA-F][0-9a-fA-F]{2})|.)/g,
    (sequence, surrogate?: string) => {
      if (surrogate !== undefined) return String.fromCharCode(Number.parseInt(surrogate, 16));
      return sequence.startsWith('\\u') ? `\\u${sequence.slice(2).toUpperCase()}` : sequence;
    },
  );

/** The value as compact JSON. `plain`: numbers without an exponent. */
export function writeJson(value: JsonNode, plain = false): string {
  switch (value.kind) {
    case 'text':
      return quoted(value.text);
    case 'number':
      return numberText(value.digits, plain);
    case 'word':
      return value.word;
    case 'array':
      return `[${value.items.map((item) => writeJson(item, plain)).join(',')}]`;
    case 'object':
      return `{${[...value.fields].map(([name, field]) => `${quoted(name)}:${writeJson(field, plain)}`).join(',')}}`;
  }
}

/** The value as SQL has it: a text without its quotes, anything else as JSON. */
export const textOfJson = (value: JsonNode): string =>
  value.kind === 'text' ? value.text : writeJson(value);

const isWhole = (digits: string): boolean => !/[.eE]/.test(digits);

function numberText(digits: string, plain: boolean): string {
  if (isWhole(digits)) return digits === '-0' ? '0' : digits;
  return bigDecimalText(digits, plain);
}
