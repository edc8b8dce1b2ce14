import { UnsupportedPatternError } from '../../../function-error.ts';
import { property, shorthand } from './character-properties.ts';
import { type CharacterSet, complement } from './character-set.ts';
import type { PatternReader } from './pattern-reader.ts';

const CONTROLS: ReadonlyMap<string, number> = new Map([
  ['t', 0x09],
  ['n', 0x0a],
  ['r', 0x0d],
  ['f', 0x0c],
  ['a', 0x07],
  ['e', 0x1b],
]);

const HEX = /^[0-9a-fA-F]$/;
const OCTAL = /^[0-7]$/;

/**
 * What stands behind a backslash, inside of brackets or outside: one character, or a set of them. Undefined for a letter
 * that means something else, which is not read then.
 */
export function parseEscape(reader: PatternReader, ignoresCase: boolean): number | CharacterSet | undefined {
  const letter = reader.peekRaw();
  const set = shorthand(letter);
  if (set !== undefined && letter !== '') {
    reader.nextRaw();
    return set;
  }
  const control = CONTROLS.get(letter);
  if (control !== undefined) {
    reader.nextRaw();
    return control;
  }
  switch (letter) {
    case 'p':
    case 'P':
      reader.nextRaw();
      return family(reader, letter === 'P', ignoresCase);
    case '0':
      reader.nextRaw();
      return octal(reader);
    case 'x':
      reader.nextRaw();
      return hexadecimal(reader);
    case 'u':
      reader.nextRaw();
      return unicode(reader);
    case 'c':
      reader.nextRaw();
      return reader.nextRaw() ^ 64;
    case 'N':
      throw new UnsupportedPatternError(
        '\\N{name} is not supported',
        'write the character, or \\x{…} with its number',
      );
    default:
      return /^[A-Za-z1-9]$/.test(letter) ? undefined : reader.nextRaw();
  }
}

function family(reader: PatternReader, isNegative: boolean, ignoresCase: boolean): CharacterSet {
  const isLong = reader.peekRaw() === '{';
  const first = String.fromCodePoint(reader.nextRaw());
  const name = isLong ? reader.until('}', 'character family') : first;
  if (name === '') throw reader.error('Empty character family');
  const set = property(name, ignoresCase);
  return isNegative ? complement(set) : set;
}

/** \0, \07 to \0377 */
function octal(reader: PatternReader): number {
  const first = reader.digits(OCTAL, 1);
  if (first === '') throw reader.error('Illegal octal escape sequence');
  const digits = first + reader.digits(OCTAL, first <= '3' ? 2 : 1);
  return Number.parseInt(digits, 8);
}

/** \xhh or \x{h…h} */
function hexadecimal(reader: PatternReader): number {
  if (reader.peekRaw() === '{') {
    reader.nextRaw();
    const digits = reader.until('}', 'hexadecimal escape sequence');
    const code = /^[0-9a-fA-F]+$/.test(digits) ? Number.parseInt(digits, 16) : Number.NaN;
    if (!(code <= 0x10ffff)) throw reader.error('Illegal hexadecimal escape sequence');
    return code;
  }
  const digits = reader.digits(HEX, 2);
  if (digits.length < 2) throw reader.error('Illegal hexadecimal escape sequence');
  return Number.parseInt(digits, 16);
}

/** \uhhhh; two that are surrogates of one character are that character. */
function unicode(reader: PatternReader): number {
  const unit = codeUnit(reader);
  if (unit < 0xd800 || unit > 0xdbff || reader.peekRaw() !== '\\' || reader.peek(1) !== 'u') return unit;
  reader.nextRaw();
  reader.nextRaw();
  const low = codeUnit(reader);
  if (low >= 0xdc00 && low <= 0xdfff) return (unit - 0xd800) * 0x400 + (low - 0xdc00) + 0x10000;
  throw new UnsupportedPatternError(
    '\\u of a high surrogate before another \\u is not supported',
    'write the character, or \\x{…} with its number',
  );
}

function codeUnit(reader: PatternReader): number {
  const digits = reader.digits(HEX, 4);
  if (digits.length < 4) throw reader.error('Illegal Unicode escape sequence');
  return Number.parseInt(digits, 16);
}
