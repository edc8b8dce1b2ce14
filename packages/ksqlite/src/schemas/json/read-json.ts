import { type JsonNode, JsonNumber } from './json-node.ts';

/** Not JSON, or nested deeper than `MAX_JSON_DEPTH`. */
export class JsonError extends Error {
  override readonly name = 'JsonError';
}

/** Values in values; a text from outside must not fill the stack. */
export const MAX_JSON_DEPTH = 400;

export interface ReadJsonOptions {
  /** Takes comments of Java and YAML, as Avro does (Jackson's ALLOW_COMMENTS). */
  readonly comments?: boolean;
  /** Takes what follows the first value, as Avro does. */
  readonly trailing?: boolean;
}

/** Reads one value. Of a name that comes twice the last value counts, in the first one's place (Jackson). Throws JsonError. */
export function readJson(text: string, options: ReadJsonOptions = {}): JsonNode {
  const reader = new JsonReader(text, options.comments === true);
  const node = reader.value(0);
  if (options.trailing !== true) reader.expectEnd();
  return node;
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const STRING = /"(?:[^"\\\p{Cc}]|[\x7f-\x9f]|\\.)*"/uy;
const SPACE = /[ \t\r\n]*/y;
const COMMENT = /(?:\/\*[\s\S]*?\*\/|\/\/[^\n]*(?:\n|$))/y;

class JsonReader {
  readonly #text: string;
  readonly #comments: boolean;
  #at = 0;

  constructor(text: string, comments: boolean) {
    this.#text = text;
    this.#comments = comments;
  }

  value(depth: number): JsonNode {
    if (depth > MAX_JSON_DEPTH)
      throw new JsonError(`the JSON is nested deeper than ${MAX_JSON_DEPTH} levels`);
    this.#skip();
    switch (this.#text[this.#at]) {
      case '{':
        return this.#object(depth);
      case '[':
        return this.#array(depth);
      case '"':
        return this.#string();
      case 't':
        return this.#word('true', true);
      case 'f':
        return this.#word('false', false);
      case 'n':
        return this.#word('null', null);
      default:
        return this.#number();
    }
  }

  expectEnd(): void {
    this.#skip();
    if (this.#at < this.#text.length) throw this.#unexpected();
  }

  #object(depth: number): JsonNode {
    const members = new Map<string, JsonNode>();
    this.#at++;
    if (this.#took('}')) return members;
    do {
      this.#skip();
      const name = this.#string();
      if (!this.#took(':')) throw this.#unexpected();
      members.set(name, this.value(depth + 1));
    } while (this.#took(','));
    if (!this.#took('}')) throw this.#unexpected();
    return members;
  }

  #array(depth: number): JsonNode {
    const items: JsonNode[] = [];
    this.#at++;
    if (this.#took(']')) return items;
    do items.push(this.value(depth + 1));
    while (this.#took(','));
    if (!this.#took(']')) throw this.#unexpected();
    return items;
  }

  #string(): string {
    const found = this.#match(STRING);
    if (found === undefined) throw this.#unexpected();
    try {
      return found.includes('\\') ? (JSON.parse(found) as string) : found.slice(1, -1);
    } catch {
      throw new JsonError(`an escape in ${found.slice(0, 40)} is not one of JSON`);
    }
  }

  #word(word: string, value: JsonNode): JsonNode {
    if (!this.#text.startsWith(word, this.#at) || /\w/.test(this.#text[this.#at + word.length] ?? ''))
      throw this.#unexpected();
    this.#at += word.length;
    return value;
  }

  #number(): JsonNumber {
    const found = this.#match(NUMBER);
    if (found === undefined || /\w/.test(this.#text[this.#at] ?? '')) throw this.#unexpected();
    return new JsonNumber(found);
  }

  #took(symbol: string): boolean {
    this.#skip();
    if (this.#text[this.#at] !== symbol) return false;
    this.#at++;
    return true;
  }

  #skip(): void {
    this.#match(SPACE);
    while (this.#comments && this.#match(COMMENT) !== undefined) this.#match(SPACE);
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found === undefined) return undefined;
    this.#at += found.length;
    return found;
  }

  #unexpected(): JsonError {
    const found = this.#text.slice(this.#at, this.#at + 20);
    return new JsonError(found === '' ? 'the JSON ends too early' : `unexpected "${found}" at ${this.#at}`);
  }
}
