import { FunctionError, UnsupportedPatternError } from '../../../function-error.ts';
import { DAYS, ERAS, HALVES, LONG_ERAS, MONTHS, QUARTERS, sized } from './names.ts';
import { type Token, tokensOf } from './tokens.ts';

/** What a text had in it, by the letter of its field (y for u, M for L, X for every offset). */
export interface Parsed {
  readonly fields: ReadonlyMap<string, number>;
  /** The id of a zone or an offset, where there was one. */
  readonly zone: string | undefined;
}

interface Piece {
  readonly source: string;
  /** The letter and what the text in the group means; several groups in order. */
  readonly reads: readonly Read[];
}
interface Read {
  readonly letter: string;
  readonly value: (text: string) => number | string;
}

/**
 * The code that reads texts by a pattern: one regular expression, with a group a field. Letters' case does not
 * matter, numbers side by side share the digits as Java's adjacent value parsing has it.
 */
export function dateParser(pattern: string): (text: string) => Parsed {
  return parserOf(pattern, tokensOf(pattern));
}

/** As `dateParser` with Java's Locale.ROOT, which timestamps are read with: it has short names only, for MMMM too. */
export function rootDateParser(pattern: string): (text: string) => Parsed {
  return parserOf(pattern, tokensOf(pattern).map(withShortNames));
}

function withShortNames(token: Token): Token {
  if (token.kind === 'optional') return { ...token, tokens: token.tokens.map(withShortNames) };
  if (token.kind === 'literal' || token.count !== 4 || !'MLEQG'.includes(token.letter)) return token;
  if (token.letter === 'G')
    throw new UnsupportedPatternError("GGGG of a timestamp's pattern can't be read", 'use G');
  return { ...token, count: 3 };
}

function parserOf(pattern: string, tokens: readonly Token[]): (text: string) => Parsed {
  const { source, reads } = sequence(tokens);
  const expression = new RegExp(`^${source}$`, 'i');
  return (text) => {
    const match = expression.exec(text);
    if (match === null) throw new FunctionError(`Text '${text}' could not be parsed by '${pattern}'`);
    return parsed(text, match, reads);
  };
}

function parsed(text: string, match: RegExpExecArray, reads: readonly Read[]): Parsed {
  const fields = new Map<string, number>();
  let zone: string | undefined;
  reads.forEach(({ letter, value }, i) => {
    const group = match[i + 1];
    if (group === undefined) return;
    const read = value(group);
    if (typeof read === 'string') zone = read;
    else if ((fields.get(letter) ?? read) !== read)
      throw new FunctionError(`Text '${text}' contradicts itself`);
    else fields.set(letter, read);
  });
  return { fields, zone };
}

function sequence(tokens: readonly Token[]): Piece {
  const pieces = tokens.map(piece);
  return { source: pieces.map((p) => p.source).join(''), reads: pieces.flatMap((p) => p.reads) };
}

function piece(token: Token): Piece {
  switch (token.kind) {
    case 'literal':
      return { source: token.text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), reads: [] };
    case 'optional': {
      const { source, reads } = sequence(token.tokens);
      return { source: `(?:${source})?`, reads };
    }
    default:
      return fieldPiece(token.letter, token.count);
  }
}

const one = (letter: string, source: string, value: Read['value']): Piece => ({
  source: `(${source})`,
  reads: [{ letter, value }],
});

const digits = (letter: string, source: string): Piece => one(letter, source, Number);

/** A name of a list; its place counts from `first`. */
function named(letter: string, names: readonly string[], first: number): Piece {
  const upper = names.map((name) => name.toUpperCase());
  // Longer names first, so that none is cut short by one that it begins with.
  const source = [...names].sort((a, b) => b.length - a.length).join('|');
  return one(letter, source, (text) => upper.indexOf(text.toUpperCase()) + first);
}

function quarter(count: number): Piece {
  if (count < 3) return number('Q', count);
  if (count === 5) return digits('Q', '[1-4]');
  return named('Q', count === 3 ? ['Q1', 'Q2', 'Q3', 'Q4'] : QUARTERS, 1);
}

function fieldPiece(letter: string, count: number): Piece {
  if (letter === 'q' && count > 2)
    throw new UnsupportedPatternError(
      `${letter.repeat(count)} of a date and time pattern can't be read`,
      `use ${'Q'.repeat(count)}`,
    );
  if (count === 5 && 'MLEG'.includes(letter))
    throw new UnsupportedPatternError(
      `${letter.repeat(5)} of a date and time pattern can't be read: one letter is not enough`,
      `use ${letter.repeat(3)} or ${letter.repeat(4)}`,
    );
  switch (letter) {
    case 'u':
    case 'y':
      return year(count);
    case 'M':
    case 'L':
      return count < 3
        ? number('M', count)
        : named(
            'M',
            MONTHS.map((name) => sized(name, count)),
            1,
          );
    case 'E':
      return named(
        'E',
        DAYS.map((name) => sized(name, Math.max(count, 3))),
        1,
      );
    case 'G':
      return named('G', count < 4 ? ERAS : LONG_ERAS, 0);
    case 'a':
      return named('a', HALVES, 0);
    case 'S':
      return one('S', `\\d{${count}}`, (text) => Math.floor(Number(text.padEnd(9, '0')) / 1_000_000));
    case 'Q':
    case 'q':
      return quarter(count);
    case 'V':
    case 'z':
      return one('zone', 'Z|[+-]\\d{1,2}(?::?\\d{2}){0,2}|[A-Za-z][\\w~/.+-]*', zoneId);
    case 'O':
    case 'X':
    case 'x':
    case 'Z':
      return offset(letter, count);
    default:
      return number(letter, count);
  }
}

/** One letter: as many digits as there are; more: exactly so many, but nano and milli of day at least so many. */
function number(letter: string, count: number): Piece {
  if ('AnN'.includes(letter)) return digits(letter, `\\d{${count},19}`);
  if (letter === 'D') return digits(letter, count === 1 ? '\\d{1,19}' : `\\d{${count},3}`);
  return digits(letter, count === 1 ? '\\d{1,19}' : `\\d{${count}}`);
}

function year(count: number): Piece {
  // Two digits are of this century, whatever they are: Java's base is 2000.
  if (count === 2) return one('y', '\\d{2}', (text) => 2000 + Number(text));
  if (count < 4) return digits('y', `-?\\d{${count},19}`);
  return digits('y', `\\d{${count}}|\\+\\d{${count + 1},10}|-\\d{${count},10}`);
}

function offset(letter: string, count: number): Piece {
  if (letter === 'O' || (letter === 'Z' && count === 4)) {
    return one('zone', 'GMT(?:[+-]\\d{1,2}(?::\\d{2}){0,2})?', zoneId);
  }
  const size = letter === 'Z' ? (count === 5 ? 5 : 2) : count;
  const colon = size === 3 || size === 5 ? ':' : '';
  const minutes = size === 1 ? '(?:\\d{2})?' : `${colon}\\d{2}`;
  const seconds = size >= 4 ? `(?:${colon}\\d{2})?` : '';
  const zero = letter === 'X' || (letter === 'Z' && count === 5) ? 'Z|' : '';
  return one('zone', `${zero}[+-]\\d{2}${minutes}${seconds}`, zoneId);
}

/** Abbreviations that people write; the zones they stand for know about summer time themselves. */
const ABBREVIATIONS: ReadonlyMap<string, string> = new Map([
  ['PST', 'America/Los_Angeles'],
  ['PDT', 'America/Los_Angeles'],
  ['MST', 'America/Denver'],
  ['MDT', 'America/Denver'],
  ['CST', 'America/Chicago'],
  ['CDT', 'America/Chicago'],
  ['EST', 'America/New_York'],
  ['EDT', 'America/New_York'],
  ['CET', 'Europe/Paris'],
  ['CEST', 'Europe/Paris'],
  ['BST', 'Europe/London'],
]);

const zoneId = (text: string): string => ABBREVIATIONS.get(text.toUpperCase()) ?? (text === 'z' ? 'Z' : text);
