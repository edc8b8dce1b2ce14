/** Bytes that decoders trip over: parts of UTF-8, of surrogates, of numbers in binary. */
export const BYTES: readonly Buffer[] = [
  '00',
  'ff',
  '7f',
  '80',
  'efbbbf',
  'eda080',
  'edb080',
  'f4908080',
  'c080',
  '0a',
  '0d0a',
  'e280a8',
  'ffffffff',
  '7fffffff',
  '000000000000f07f',
  '000000000000f87f',
  'ffffffffffffffff',
].map((hex) => Buffer.from(hex, 'hex'));

export const NUMBERS: readonly string[] =
  '0 -0 1 -1 -1.5 01 007 -01 1. .5 1.0 0.1e1 1e 1e5 1E+5 +1 0x10 1e400 -1e400 1e-400 -1e-7 1e21 1e1000000 NaN Infinity 2147483648 -2147483649 9007199254740993 9223372036854775808 99999999999999999999999999999999999999 0.00000000000000000000000000000000000001'.split(
    ' ',
  );

export const TEXTS: readonly string[] = [
  '__proto__',
  'constructor',
  'toString',
  '\u0000',
  '\ufeff',
  '\u2028',
  '\\ud800',
  '\\u0000',
  '"',
  "'",
  '`',
  '\\',
  '//',
  '../',
  '%00',
  '%',
  '$'.concat('{x}'),
  'null',
  'true',
  '[',
  ']',
  '{',
  '}',
  '(',
  ')',
  ',',
  ':',
  ';',
  ' ',
  '\t',
  '\n',
  'ß',
  '💥',
];

/** What is nested, in the languages of the borders. */
export const BRACKETS: readonly (readonly [string, string])[] = [
  ['[', ']'],
  ['(', ')'],
  ['{"a":', '}'],
  ['ARRAY<', '>'],
  ['ARRAY[', ']'],
  ['NOT ', ''],
  ['-', ''],
  ['CASE WHEN ', ' THEN 1 END'],
];
