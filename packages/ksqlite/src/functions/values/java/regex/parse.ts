import { UnsupportedPatternError } from '../../../function-error.ts';
import type { Fold } from './case-folding.ts';
import { shorthand } from './character-properties.ts';
import { ANY, anyOf, literal, NOT_LINE_END, NOT_LINE_FEED } from './character-set.ts';
import type { Assertion, RegexNode } from './node.ts';
import { characterClass } from './parse-class.ts';
import { parseEscape } from './parse-escape.ts';
import { PatternReader } from './pattern-reader.ts';

export interface ParsedRegex {
  readonly root: RegexNode;
  /** How many groups capture. */
  readonly groups: number;
  /** Their numbers by their names. */
  readonly names: ReadonlyMap<string, number>;
}

/** What `(?idmsx)` has set. */
interface Flags {
  readonly ignoreCase: boolean;
  readonly unixLines: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
  readonly unicodeCase: boolean;
  readonly comments: boolean;
}

const FLAGS: ReadonlyMap<string, keyof Flags> = new Map([
  ['i', 'ignoreCase'],
  ['d', 'unixLines'],
  ['m', 'multiline'],
  ['s', 'dotAll'],
  ['u', 'unicodeCase'],
  ['x', 'comments'],
]);

const NO_FLAGS: Flags = {
  ignoreCase: false,
  unixLines: false,
  multiline: false,
  dotAll: false,
  unicodeCase: false,
  comments: false,
};

const EMPTY: RegexNode = { kind: 'sequence', items: [] };
const MOST_NESTED = 200;

/**
 * Reads a pattern of java.util.regex (JDK 17).
 *
 * Throws RegexSyntaxError for what is no pattern in Java, UnsupportedPatternError for what is one but not done here.
 */
export function parseRegex(pattern: string): ParsedRegex {
  return new Parser(pattern).parse();
}

class Parser {
  readonly #reader: PatternReader;
  #flags: Flags = NO_FLAGS;
  #groups = 0;
  readonly #names = new Map<string, number>();
  #depth = 0;

  constructor(pattern: string) {
    this.#reader = new PatternReader(pattern);
  }

  parse(): ParsedRegex {
    const root = this.#alternatives();
    if (!this.#reader.isAtEnd) throw this.#reader.error("Unmatched closing ')'");
    return { root, groups: this.#groups, names: this.#names };
  }

  get #fold(): Fold {
    const { ignoreCase, unicodeCase } = this.#flags;
    return ignoreCase ? (unicodeCase ? 'unicode' : 'ascii') : 'none';
  }

  #setFlags(flags: Flags): void {
    this.#flags = flags;
    this.#reader.skipsBlanks = flags.comments;
  }

  #alternatives(): RegexNode {
    if (++this.#depth > MOST_NESTED)
      throw new UnsupportedPatternError('groups are nested more than 200 deep', 'write a shorter pattern');
    const items = [this.#sequence()];
    while (this.#reader.take('|')) items.push(this.#sequence());
    this.#depth--;
    return items.length === 1 ? (items[0] as RegexNode) : { kind: 'alternatives', items };
  }

  #sequence(): RegexNode {
    const items: RegexNode[] = [];
    while (!this.#reader.isAtEnd && this.#reader.peek() !== '|' && this.#reader.peek() !== ')') {
      const atom = this.#atom();
      if (atom !== undefined) items.push(this.#repeated(atom));
    }
    return items.length === 1 ? (items[0] as RegexNode) : { kind: 'sequence', items };
  }

  /** Undefined for `(?i)`, which no quantifier can follow. */
  #atom(): RegexNode | undefined {
    const reader = this.#reader;
    switch (reader.peek()) {
      case '(':
        return this.#group();
      case '[':
        reader.next();
        return { kind: 'set', set: characterClass(reader, this.#fold) };
      case '\\':
        reader.next();
        return this.#escape();
      case '^':
        reader.next();
        return this.#caret();
      case '$':
        reader.next();
        return this.#dollar();
      case '.':
        reader.next();
        return { kind: 'set', set: this.#dot() };
      case '*':
      case '+':
      case '?':
        throw reader.error(`Dangling meta character '${reader.peek()}'`);
      case '{':
        return EMPTY;
      default:
        return { kind: 'set', set: literal(reader.next(), this.#fold) };
    }
  }

  #caret(): RegexNode {
    const { multiline, unixLines } = this.#flags;
    return assertion(multiline ? (unixLines ? 'unixLineStart' : 'lineStart') : 'start');
  }

  #dollar(): RegexNode {
    const { multiline, unixLines } = this.#flags;
    if (multiline) return assertion(unixLines ? 'unixLineEnd' : 'lineEnd');
    return assertion(unixLines ? 'unixFinalEnd' : 'finalEnd');
  }

  #dot() {
    if (this.#flags.dotAll) return ANY;
    return this.#flags.unixLines ? NOT_LINE_FEED : NOT_LINE_END;
  }

  #escape(): RegexNode {
    const reader = this.#reader;
    const escaped = parseEscape(reader, this.#flags.ignoreCase);
    if (typeof escaped === 'number') return { kind: 'set', set: literal(escaped, this.#fold) };
    if (escaped !== undefined) return { kind: 'set', set: escaped };
    const letter = String.fromCodePoint(reader.nextRaw());
    switch (letter) {
      case 'A':
        return assertion('start');
      case 'z':
        return assertion('end');
      case 'Z':
        return assertion(this.#flags.unixLines ? 'unixFinalEnd' : 'finalEnd');
      case 'G':
        return assertion('lastMatch');
      case 'b':
        if (reader.peekRaw() === '{')
          throw new UnsupportedPatternError('\\b{g} is not supported', 'use \\b, a word boundary');
        return assertion('wordBoundary');
      case 'B':
        return assertion('noWordBoundary');
      case 'R':
        return LINE_BREAK;
      case 'X':
        throw new UnsupportedPatternError(
          '\\X (a grapheme cluster) is not supported',
          'write \\P{M}\\p{M}*: a character and the marks on it',
        );
      case 'k':
        return this.#namedReference();
      default:
        if (/[1-9]/.test(letter)) return this.#reference(Number(letter));
        throw reader.error(`Illegal/unsupported escape sequence \\${letter}`);
    }
  }

  /** More digits belong to the number while there are so many groups before it. */
  #reference(first: number): RegexNode {
    let group = first;
    while (/^[0-9]$/.test(this.#reader.peekRaw())) {
      const longer = group * 10 + Number(this.#reader.peekRaw());
      if (longer > this.#groups) break;
      group = longer;
      this.#reader.nextRaw();
    }
    return { kind: 'reference', group, fold: this.#fold };
  }

  #namedReference(): RegexNode {
    if (String.fromCodePoint(this.#reader.nextRaw()) !== '<')
      throw this.#reader.error("\\k is not followed by '<' for named capturing group");
    const name = this.#groupName();
    const group = this.#names.get(name);
    if (group === undefined) throw this.#reader.error(`named capturing group <${name}> does not exist`);
    return { kind: 'reference', group, fold: this.#fold };
  }

  #groupName(): string {
    const name = this.#reader.until('>', 'group name');
    if (!/^[A-Za-z][A-Za-z0-9]*$/.test(name))
      throw this.#reader.error(`the name <${name}> of a group is not of letters and digits`);
    return name;
  }

  #group(): RegexNode | undefined {
    const reader = this.#reader;
    const saved = this.#flags;
    reader.next();
    // no blank may stand between, not even with (?x)
    if (reader.peekRaw() !== '?') {
      const index = ++this.#groups;
      return { kind: 'group', index, body: this.#body(saved) };
    }
    reader.next();
    if (reader.take(':')) return { kind: 'group', index: undefined, body: this.#body(saved) };
    if (reader.take('=')) return this.#look(false, false, saved);
    if (reader.take('!')) return this.#look(false, true, saved);
    if (reader.take('<=')) return this.#look(true, false, saved);
    if (reader.take('<!')) return this.#look(true, true, saved);
    if (reader.take('>')) return { kind: 'atomic', body: this.#body(saved) };
    if (reader.take('<')) return this.#named(saved);
    this.#readFlags();
    if (reader.take(')')) return undefined;
    if (reader.take(':')) return { kind: 'group', index: undefined, body: this.#body(saved) };
    throw reader.error('Unknown inline modifier');
  }

  #look(isBehind: boolean, isNegative: boolean, saved: Flags): RegexNode {
    return { kind: 'look', isBehind, isNegative, body: this.#body(saved) };
  }

  #named(saved: Flags): RegexNode {
    const name = this.#groupName();
    if (this.#names.has(name)) throw this.#reader.error(`Named capturing group <${name}> is already defined`);
    const index = ++this.#groups;
    this.#names.set(name, index);
    return { kind: 'group', index, body: this.#body(saved) };
  }

  /** Up to the `)`; flags that were set inside end with it. */
  #body(saved: Flags): RegexNode {
    const body = this.#alternatives();
    if (this.#reader.peek() !== ')') throw this.#reader.error('Unclosed group');
    // blanks behind the group are read by the flags that held before it
    this.#reader.next();
    this.#setFlags(saved);
    return body;
  }

  #readFlags(): void {
    const reader = this.#reader;
    let isOn = true;
    for (;;) {
      const letter = reader.peek();
      if (letter === '-' && isOn) isOn = false;
      else if (letter === 'U')
        throw new UnsupportedPatternError(
          'the flag U (classes by Unicode) is not supported',
          'write \\p{IsWord} for \\w, \\p{IsDigit} for \\d, \\p{IsWhite_Space} for \\s',
        );
      else {
        const flag = FLAGS.get(letter);
        if (flag === undefined) return;
        this.#setFlags({ ...this.#flags, [flag]: isOn });
      }
      reader.next();
    }
  }

  #repeated(atom: RegexNode): RegexNode {
    const [min, max] = this.#quantifier() ?? [];
    if (min === undefined || max === undefined) return atom;
    const mode = this.#reader.take('?') ? 'lazy' : this.#reader.take('+') ? 'possessive' : 'greedy';
    // repeated, \R does not give back half of \r\n
    const body: RegexNode = atom === LINE_BREAK ? { kind: 'atomic', body: atom } : atom;
    return { kind: 'repeat', body, min, max, mode };
  }

  #quantifier(): readonly [min: number, max: number] | undefined {
    const reader = this.#reader;
    if (reader.take('*')) return [0, Number.POSITIVE_INFINITY];
    if (reader.take('+')) return [1, Number.POSITIVE_INFINITY];
    if (reader.take('?')) return [0, 1];
    if (!reader.take('{')) return undefined;
    const min = this.#count();
    if (min === undefined) throw reader.error('Illegal repetition');
    let max: number = min;
    if (reader.take(',')) max = this.#count() ?? Number.POSITIVE_INFINITY;
    if (!reader.take('}')) throw reader.error('Unclosed counted closure');
    if (max < min) throw reader.error('Illegal repetition range');
    return [min, max];
  }

  #count(): number | undefined {
    const digits = this.#reader.digits(/^[0-9]$/, 20);
    if (digits === '') return undefined;
    const count = Number(digits);
    if (count > 2 ** 31 - 1) throw this.#reader.error('Illegal repetition range');
    return count;
  }
}

const assertion = (test: Assertion): RegexNode => ({ kind: 'assertion', test });

/** \R: a line break, of which \r\n is one. */
const LINE_BREAK: RegexNode = {
  kind: 'group',
  index: undefined,
  body: {
    kind: 'alternatives',
    items: [
      {
        kind: 'sequence',
        items: [
          { kind: 'set', set: anyOf([0x0d]) },
          { kind: 'set', set: anyOf([0x0a]) },
        ],
      },
      { kind: 'set', set: shorthand('v') ?? ANY },
    ],
  },
};
