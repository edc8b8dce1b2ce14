import type { SchemaError } from '../../schema-format.ts';
import { refusal } from './refusal.ts';

const WORD = /[a-zA-Z0-9_.-]*/y;
const DIGITS = /^[+-]?[0-9]+$/;
const HEX = /^0[xX][+-]?[0-9a-fA-F]+$/;
const MAX_INT = 2 ** 31 - 1;

/** Most that blocks, options and types stand in each other. A file from outside must not fill the stack. */
const MOST_DEPTH = 50;

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** Reads the characters and words of a .proto text, blanks and comments aside (Wire's `SyntaxReader`). Throws SchemaError. */
export class ProtoReader {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Whether nothing but blanks is left. */
  atEnd(): boolean {
    this.#skip();
    return this.#at >= this.#text.length;
  }

  peek(): string {
    if (this.atEnd()) throw this.error('unexpected end of file');
    return this.#text[this.#at] as string;
  }

  /** Takes the next character, whatever it is. */
  take(): string {
    const char = this.peek();
    this.#at++;
    return char;
  }

  /** Takes the next character if it is this one. */
  takes(char: string): boolean {
    if (this.peek() !== char) return false;
    this.#at++;
    return true;
  }

  expect(char: string): void {
    const found = this.take();
    if (found !== char) throw this.error(`expected '${char}' but was '${found}'`);
  }

  /** A name, a number or a keyword: letters, digits, `_`, `-` and `.`. */
  word(): string {
    this.#skip();
    WORD.lastIndex = this.#at;
    const word = WORD.exec(this.#text)?.[0] ?? '';
    if (word === '') throw this.error('expected a word');
    this.#at += word.length;
    return word;
  }

  /** A word, which may stand in parentheses or brackets; `wrapped`: these belong to the result. */
  name(wrapped = false): string {
    const open = this.peek();
    if (open !== '(' && open !== '[') return this.word();
    this.#at++;
    const word = this.word();
    const close = open === '(' ? ')' : ']';
    if (this.take() !== close) throw this.error(`expected '${close}'`);
    return wrapped ? open + word + close : word;
  }

  /** A name that does not begin with a digit. */
  identifier(): string {
    const place = this.place();
    const word = this.name();
    if (/^[0-9]/.test(word))
      throw this.error('field and constant names cannot start with a digit', place - 1);
    return word;
  }

  int(): number {
    const word = this.word();
    const value = HEX.test(word) ? Number.parseInt(word.slice(2), 16) : Number(word);
    if (!(DIGITS.test(word) || HEX.test(word)) || Math.abs(value) > MAX_INT + 1 || value === MAX_INT + 1)
      throw this.error(`expected an integer but was ${word}`);
    return value;
  }

  /** A scalar's, a message's or an enum's name, or a map: `map<string, B>`. */
  dataType(word = this.word()): string {
    if (word !== 'map') return word;
    return this.nested(() => {
      this.expect('<');
      const key = this.dataType();
      this.expect(',');
      const value = this.dataType();
      this.expect('>');
      return `map<${key}, ${value}>`;
    });
  }

  /** Text in quotes, or a word. */
  text(): string {
    const char = this.peek();
    return char === '"' || char === "'" ? this.quoted() : this.word();
  }

  /** Text in quotes, and texts in quotes that follow it. */
  quoted(): string {
    const parts: string[] = [];
    let quote = this.take();
    if (quote !== '"' && quote !== "'") throw this.error(`expected '"' but was '${quote}'`);
    for (;;) {
      const char = this.#text[this.#at++];
      if (char === undefined) throw this.error('unterminated string');
      if (char !== quote) {
        parts.push(char === '\\' ? this.#escaped() : char);
        continue;
      }
      if (this.atEnd()) break;
      const next = this.peek();
      if (next !== '"' && next !== "'") break;
      quote = this.take();
    }
    return parts.join('');
  }

  #escaped(): string {
    const char = this.#text[this.#at++];
    if (char === undefined) throw this.error('unexpected end of file');
    const known = ESCAPES[char];
    if (known !== undefined) return known;
    if (char === 'x' || char === 'X') return this.#numbered(/[0-9a-fA-F]{1,2}/y, 16);
    if (char < '0' || char > '7') return char;
    this.#at--;
    return this.#numbered(/[0-7]{1,3}/y, 8);
  }

  #numbered(digits: RegExp, radix: number): string {
    digits.lastIndex = this.#at;
    const found = digits.exec(this.#text)?.[0];
    if (found === undefined) throw this.error('expected a digit after \\x or \\X');
    this.#at += found.length;
    return String.fromCharCode(Number.parseInt(found, radix));
  }

  /** Runs what reads something inside of something, so deep at most. */
  nested<T>(read: () => T): T {
    if (++this.#depth > MOST_DEPTH) throw this.error(`more than ${MOST_DEPTH} levels`);
    const value = read();
    this.#depth--;
    return value;
  }

  /** An error at the place that was reached, or another one, in Wire's words. */
  error(message: string, at = this.#at): SchemaError {
    return refusal(`Syntax error in ${this.placeText(at)}: ${message}`);
  }

  /** Line and column, which count from 1. */
  placeText(at: number): string {
    const before = this.#text.slice(0, at);
    return `:${before.split('\n').length}:${at - before.lastIndexOf('\n')}`;
  }

  /** Where the next word begins, for `error`. */
  place(): number {
    this.#skip();
    return this.#at;
  }

  /** Past blanks and comments. */
  #skip(): void {
    const text = this.#text;
    for (;;) {
      const char = text[this.#at];
      if (char === ' ' || char === '\n' || char === '\t' || char === '\r') this.#at++;
      else if (char !== '/') return;
      else this.#skipComment();
    }
  }

  #skipComment(): void {
    const kind = this.#text[this.#at + 1];
    if (kind !== '/' && kind !== '*') throw this.error("unexpected '/'");
    const end = this.#text.indexOf(kind === '/' ? '\n' : '*/', this.#at + 2);
    if (end >= 0) this.#at = end + (kind === '/' ? 1 : 2);
    else if (kind === '/') this.#at = this.#text.length;
    else throw this.error('unterminated comment');
  }
}
