import { RegexSyntaxError } from './regex-error.ts';

const QUOTED = 0x200000;
const BLANKS = new Set([0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x20]);
const LINE_ENDS = new Set([0x0a, 0x0d, 0x85, 0x2028, 0x2029]);

/**
 * A pattern's code points, one after the other. What stands between \Q and \E can't be mistaken for an operator: it is
 * only `next` that gives it out, never `peek` or `take`. With `skipsBlanks`, `(?x)`, blanks and comments are passed over.
 */
export class PatternReader {
  readonly #codes: readonly number[];
  #at = 0;
  skipsBlanks = false;

  readonly #pattern: string;

  constructor(pattern: string) {
    this.#pattern = pattern;
    this.#codes = unquoted(pattern);
  }

  get isAtEnd(): boolean {
    this.#skip();
    return this.#at >= this.#codes.length;
  }

  /** The character that comes next, when it is not quoted; '' at the end. */
  peek(ahead = 0): string {
    this.#skip();
    return this.#textAt(this.#at + ahead);
  }

  /** The next character, blank or not. */
  peekRaw(): string {
    return this.#textAt(this.#at);
  }

  #textAt(index: number): string {
    const code = this.#codes[index];
    return code === undefined || code >= QUOTED ? '' : String.fromCodePoint(code);
  }

  /** Whether these characters come next; they are read then. */
  take(text: string): boolean {
    this.#skip();
    for (let i = 0; i < text.length; i++) if (this.#codes[this.#at + i] !== text.charCodeAt(i)) return false;
    this.#at += text.length;
    return true;
  }

  /** Reads a code point, quoted or not. */
  next(): number {
    this.#skip();
    return this.nextRaw();
  }

  /** Reads a code point, blanks too. Throws RegexSyntaxError at the end. */
  nextRaw(): number {
    const code = this.#codes[this.#at];
    if (code === undefined) throw this.error('Unexpected end of the pattern');
    this.#at++;
    return code % QUOTED;
  }

  /** Reads up to a character, which is read too. */
  until(end: string, what: string): string {
    let text = '';
    while (this.peekRaw() !== end) text += String.fromCodePoint(this.#closing(what));
    this.nextRaw();
    return text;
  }

  #closing(what: string): number {
    if (this.#at >= this.#codes.length) throw this.error(`Unclosed ${what}`);
    return this.nextRaw();
  }

  /** The digits that come next, at most so many. */
  digits(expression: RegExp, most: number): string {
    let text = '';
    while (text.length < most && expression.test(this.peekRaw()))
      text += String.fromCodePoint(this.nextRaw());
    return text;
  }

  error(why: string): RegexSyntaxError {
    return new RegexSyntaxError(`${why} near index ${this.#at} of the regular expression ${this.#pattern}`);
  }

  #skip(): void {
    if (!this.skipsBlanks) return;
    for (;;) {
      const code = this.#codes[this.#at];
      if (code !== undefined && BLANKS.has(code)) this.#at++;
      else if (code === 0x23) this.#skipComment();
      else return;
    }
  }

  #skipComment(): void {
    while (this.#at < this.#codes.length && !LINE_ENDS.has(this.#codes[this.#at] as number)) this.#at++;
  }
}

function unquoted(pattern: string): readonly number[] {
  const codes: number[] = [];
  let isQuoted = false;
  for (let i = 0; i < pattern.length; ) {
    if (pattern.startsWith(isQuoted ? '\\E' : '\\Q', i)) {
      isQuoted = !isQuoted;
      i += 2;
      continue;
    }
    const code = pattern.codePointAt(i) ?? 0;
    i += code > 0xffff ? 2 : 1;
    codes.push(isQuoted ? code + QUOTED : code);
    // what is escaped opens no quotation: \\Q is a backslash and a Q
    if (!isQuoted && code === 0x5c && i < pattern.length && pattern[i] !== 'E') {
      const escaped = pattern.codePointAt(i) ?? 0;
      i += escaped > 0xffff ? 2 : 1;
      codes.push(escaped);
    }
  }
  return codes;
}
