import { UnsupportedPatternError } from '../../../function-error.ts';
import { type CharacterSet, setOf } from './character-set.ts';
import { RegexSyntaxError } from './regex-error.ts';

type Test = (code: number) => boolean;

const between =
  (...pairs: readonly (readonly [number, number])[]): Test =>
  (code) =>
    pairs.some(([first, last]) => code >= first && code <= last);

const DIGITS = [0x30, 0x39] as const;
const UPPER = [0x41, 0x5a] as const;
const LOWER = [0x61, 0x7a] as const;
const PUNCTUATION: readonly (readonly [number, number])[] = [
  [0x21, 0x2f],
  [0x3a, 0x40],
  [0x5b, 0x60],
  [0x7b, 0x7e],
];

/** The classes that are of one letter behind a backslash. */
const SHORTHANDS: ReadonlyMap<string, Test> = new Map<string, Test>([
  ['d', between(DIGITS)],
  ['w', between(DIGITS, UPPER, LOWER, [0x5f, 0x5f])],
  ['s', between([0x09, 0x0d], [0x20, 0x20])],
  [
    'h',
    between(
      [0x09, 0x09],
      [0x20, 0x20],
      [0xa0, 0xa0],
      [0x1680, 0x1680],
      [0x180e, 0x180e],
      [0x2000, 0x200a],
      [0x202f, 0x202f],
      [0x205f, 0x205f],
      [0x3000, 0x3000],
    ),
  ],
  ['v', between([0x0a, 0x0d], [0x85, 0x85], [0x2028, 0x2029])],
]);

/** `\d` and the like; in capitals what is not of them. Undefined for any other letter. */
export function shorthand(letter: string): CharacterSet | undefined {
  const test = SHORTHANDS.get(letter.toLowerCase());
  if (test === undefined) return undefined;
  return letter === letter.toLowerCase() ? setOf(test, true) : setOf((code) => !test(code), false);
}

const unicode = (property: string): Test => {
  const regexp = new RegExp(`^\\p{${property}}$`, 'u');
  return (code) => regexp.test(String.fromCodePoint(code));
};
const not =
  (test: Test): Test =>
  (code) =>
    !test(code);
const either =
  (...tests: readonly Test[]): Test =>
  (code) =>
    tests.some((test) => test(code));

const ALPHABETIC = unicode('Alphabetic');
const LETTER = unicode('L');
const DIGIT = unicode('Nd');
const SPACE_CHAR = unicode('Z');
const CONTROL = unicode('Cc');
const WHITE_SPACE = unicode('White_Space');
const ASSIGNED = not(unicode('Cn'));
const CASED = either(unicode('Lu'), unicode('Ll'), unicode('Lt'));
const BLANK: Test = either(unicode('Zs'), (code) => code === 0x09);
const GRAPH: Test = not(either(SPACE_CHAR, unicode('Cc'), unicode('Cs'), unicode('Cn')));

/** `Character.isLetterOrDigit` */
export const isLetterOrDigit: Test = either(LETTER, DIGIT);
export const isNonSpacingMark: Test = unicode('Mn');

/** Names that Java has besides the categories of Unicode, as they stand behind \p. */
const NAMED: ReadonlyMap<string, Test> = new Map<string, Test>([
  ['ASCII', between([0, 0x7f])],
  ['Alnum', between(DIGITS, UPPER, LOWER)],
  ['Alpha', between(UPPER, LOWER)],
  ['Blank', between([0x20, 0x20], [0x09, 0x09])],
  ['Cntrl', between([0, 0x1f], [0x7f, 0x7f])],
  ['Digit', between(DIGITS)],
  ['Graph', between([0x21, 0x7e])],
  ['Lower', between(LOWER)],
  ['Print', between([0x20, 0x7e])],
  ['Punct', between(...PUNCTUATION)],
  ['Space', between([0x09, 0x0d], [0x20, 0x20])],
  ['Upper', between(UPPER)],
  ['XDigit', between(DIGITS, [0x41, 0x46], [0x61, 0x66])],
  ['all', () => true],
  ['L1', between([0, 0xff])],
  ['LC', CASED],
  ['LD', isLetterOrDigit],
  ['javaLowerCase', unicode('Lowercase')],
  ['javaUpperCase', unicode('Uppercase')],
  ['javaAlphabetic', ALPHABETIC],
  ['javaIdeographic', unicode('Ideographic')],
  ['javaTitleCase', unicode('Lt')],
  ['javaDigit', DIGIT],
  ['javaDefined', ASSIGNED],
  ['javaLetter', LETTER],
  ['javaLetterOrDigit', isLetterOrDigit],
  ['javaSpaceChar', SPACE_CHAR],
  [
    'javaWhitespace',
    (code) =>
      (SPACE_CHAR(code) && code !== 0xa0 && code !== 0x2007 && code !== 0x202f) ||
      (code >= 0x09 && code <= 0x0d) ||
      (code >= 0x1c && code <= 0x1f),
  ],
  ['javaISOControl', CONTROL],
]);

/** Properties of Unicode, as they stand behind \p{Is, in capitals and without underscores. */
const BINARY: ReadonlyMap<string, Test> = new Map<string, Test>([
  ['ALPHABETIC', ALPHABETIC],
  ['LETTER', LETTER],
  ['IDEOGRAPHIC', unicode('Ideographic')],
  ['LOWERCASE', unicode('Lowercase')],
  ['UPPERCASE', unicode('Uppercase')],
  ['TITLECASE', unicode('Lt')],
  ['WHITESPACE', WHITE_SPACE],
  ['CONTROL', CONTROL],
  ['PUNCTUATION', unicode('P')],
  ['HEXDIGIT', either(DIGIT, unicode('Hex_Digit'))],
  ['ASSIGNED', ASSIGNED],
  ['NONCHARACTERCODEPOINT', unicode('Noncharacter_Code_Point')],
  ['DIGIT', DIGIT],
  ['ALNUM', either(ALPHABETIC, DIGIT)],
  ['BLANK', BLANK],
  ['GRAPH', GRAPH],
  ['PRINT', (code) => (GRAPH(code) || BLANK(code)) && !CONTROL(code)],
  ['WORD', either(ALPHABETIC, unicode('M'), DIGIT, unicode('Pc'), unicode('Join_Control'))],
  ['JOINCONTROL', unicode('Join_Control')],
]);

const BY_EITHER_CASE = new Set([
  'Lower',
  'Upper',
  'Lu',
  'Ll',
  'Lt',
  'javaLowerCase',
  'javaUpperCase',
  'javaTitleCase',
]);
const BINARY_BY_EITHER_CASE = new Set(['LOWERCASE', 'UPPERCASE', 'TITLECASE']);

/** The names that Java has tests of ASCII or Latin 1 for. */
const OF_CHARS =
  /^(?:Is)?(?:ASCII|Al(?:num|pha)|Blank|Cntrl|Digit|Graph|Lower|Print|Punct|Space|Upper|XDigit|L1)$/;

const CATEGORY = /^(?:L[ulmot]?|M[nce]?|N[dlo]?|Z[slp]?|C[cfosn]?|P[dsecifo]?|S[mcko]?)$/;

/** The set of `\p{name}`. Throws RegexSyntaxError for one that Java does not know. */
export function property(name: string, ignoresCase: boolean): CharacterSet {
  const equals = name.indexOf('=');
  if (equals >= 0)
    return keyed(name, name.slice(0, equals).toLowerCase(), name.slice(equals + 1), ignoresCase);
  if (name.startsWith('In')) throw blocks(name);
  const test = name.startsWith('Is') ? isProperty(name.slice(2), ignoresCase) : named(name, ignoresCase);
  return known(test, name);
}

function known(test: Test | undefined, name: string): CharacterSet {
  if (test === undefined) throw new RegexSyntaxError(`Unknown character property name {${name}}`);
  return setOf(test, OF_CHARS.test(name));
}

function keyed(name: string, key: string, value: string, ignoresCase: boolean): CharacterSet {
  if (key === 'sc' || key === 'script') return known(script(value), name);
  if (key === 'gc' || key === 'general_category') return known(named(value, ignoresCase), name);
  if (key === 'blk' || key === 'block') throw blocks(name);
  throw new RegexSyntaxError(`Unknown Unicode property {${name}}`);
}

const blocks = (name: string): UnsupportedPatternError =>
  new UnsupportedPatternError(
    `blocks of Unicode (\\p{${name}}) are not supported`,
    'name a script, as in \\p{IsGreek}, or write a range: [\\u0370-\\u03FF]',
  );

function isProperty(name: string, ignoresCase: boolean): Test | undefined {
  const key = name.toUpperCase().replaceAll('_', '');
  if (ignoresCase && BINARY_BY_EITHER_CASE.has(key)) return CASED;
  return BINARY.get(key) ?? named(name, ignoresCase) ?? script(name);
}

function named(name: string, ignoresCase: boolean): Test | undefined {
  if (ignoresCase && BY_EITHER_CASE.has(name))
    return name === 'Lower' || name === 'Upper' ? between(UPPER, LOWER) : CASED;
  const own = NAMED.get(name);
  if (own !== undefined) return own;
  if (CATEGORY.test(name)) return unicode(name);
  if (/^java(?:Mirrored|IdentifierIgnorable|(?:Java|Unicode)Identifier(?:Start|Part))$/.test(name))
    throw new UnsupportedPatternError(
      `\\p{${name}} is not supported`,
      'write a class of letters and categories, as in [\\p{L}_$]',
    );
  return undefined;
}

/** A script by its name or its code, in any case. */
function script(name: string): Test | undefined {
  const words = name
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase())
    .join('_');
  if (!/^\w+$/.test(words)) return undefined;
  try {
    return unicode(`Script=${words}`);
  } catch {
    return undefined;
  }
}
