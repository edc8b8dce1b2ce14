import type { Random } from '../random.ts';

export interface Mutator {
  /** Another input, made of one or two known ones. */
  next(input: Buffer, other: Buffer): Buffer;
}

const MOST_BYTES = 1 << 20;
const MOST_STEPS = 6;
/** Of inputs made long on purpose: what takes quadratic time shows only there. */
const LONG_SHARE = 0.003;
/** Longer inputs are not taken apart into tokens, but cut. */
const MOST_TOKENS_OF = 4_096;

const BYTES = [
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
const NUMBERS =
  '0 -0 -1 1e400 -1e400 1e-400 1E+5 1.0 0.1e1 007 NaN Infinity 2147483648 9007199254740993 9223372036854775808 1e21 1e1000000 -1e-7 .5 5. +1 0x10 99999999999999999999999999999999999999'.split(
    ' ',
  );
const TEXTS = [
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
const BRACKETS: readonly (readonly [string, string])[] = [
  ['[', ']'],
  ['(', ')'],
  ['{"a":', '}'],
  ['ARRAY<', '>'],
];
const DEPTHS = [3, 300, 1_100, 9_000, 100_000];
const TOKEN = /[A-Za-z_@$]+|[0-9]+|[ \n\t\r]+|./gs;

/** Mutations of bytes and of tokens; `words` are the pieces of the border's language. */
export function mutator(random: Random, words: readonly string[]): Mutator {
  const pieces = [...words, ...TEXTS, ...NUMBERS];
  const piece = (): string =>
    words.length > 0 && random.chance(0.6) ? random.oneOf(words) : random.oneOf(pieces);
  const place = (input: Buffer): number => random.int(0, input.length);
  const range = (input: Buffer): readonly [number, number] => {
    const from = place(input);
    return [from, Math.min(input.length, from + 1 + Math.floor(2 ** (random.next() * 8) * random.next()))];
  };
  const replaced = (input: Buffer, from: number, to: number, by: Buffer): Buffer =>
    Buffer.concat([input.subarray(0, from), by, input.subarray(to)]);

  const nested = (input: Buffer): Buffer => {
    const [from, to] = range(input);
    const [open, close] = random.oneOf(BRACKETS);
    const depth = random.oneOf(DEPTHS);
    return Buffer.concat([
      input.subarray(0, from),
      Buffer.alloc(depth * open.length, open),
      input.subarray(from, to),
      Buffer.alloc(depth * close.length, close),
      input.subarray(to),
    ]);
  };

  const ofBytes: readonly ((input: Buffer, other: Buffer) => Buffer)[] = [
    (input) => {
      const copy = Buffer.from(input);
      if (copy.length > 0) {
        const at = random.int(0, copy.length - 1);
        copy[at] = (copy[at] ?? 0) ^ (1 << random.int(0, 7));
      }
      return copy;
    },
    (input) => {
      const copy = Buffer.from(input);
      if (copy.length > 0) copy[random.int(0, copy.length - 1)] = random.int(0, 255);
      return copy;
    },
    (input) => {
      const at = place(input);
      const bytes = random.oneOf(BYTES);
      return replaced(input, at, random.chance(0.5) ? at : Math.min(input.length, at + bytes.length), bytes);
    },
    (input) => {
      const [from, to] = range(input);
      return replaced(input, from, to, Buffer.alloc(0));
    },
    (input) => input.subarray(0, place(input)),
    (input) => {
      const [from, to] = range(input);
      const at = place(input);
      return replaced(input, at, at, input.subarray(from, to));
    },
    (input) => {
      const at = place(input);
      return replaced(input, at, at, Buffer.from(piece()));
    },
    (input, other) => Buffer.concat([input.subarray(0, place(input)), other.subarray(place(other))]),
    (input, other) => {
      const [from, to] = range(other);
      const at = place(input);
      return replaced(input, at, at, other.subarray(from, to));
    },
  ];

  const ofTokens: readonly ((tokens: string[]) => void)[] = [
    (tokens) => tokens.splice(random.int(0, tokens.length), 0, piece()),
    (tokens) => tokens.splice(random.int(0, tokens.length), 0, ' ', piece(), ' '),
    (tokens) => tokens.splice(random.int(0, tokens.length - 1), 1, piece()),
    (tokens) => tokens.splice(random.int(0, tokens.length - 1), random.int(1, 4)),
    (tokens) => {
      const from = random.int(0, tokens.length - 1);
      tokens.splice(random.int(0, tokens.length), 0, ...tokens.slice(from, from + random.int(1, 8)));
    },
    (tokens) => {
      const [a, b] = [random.int(0, tokens.length - 1), random.int(0, tokens.length - 1)];
      [tokens[a], tokens[b]] = [tokens[b] ?? '', tokens[a] ?? ''];
    },
    (tokens) => {
      const numbers = tokens.flatMap((token, i) => (/^[0-9]/.test(token) ? [i] : []));
      if (numbers.length > 0) tokens[random.oneOf(numbers)] = random.oneOf(NUMBERS);
    },
  ];

  const step = (input: Buffer, other: Buffer): Buffer => {
    if (input.length === 0 || input.length > MOST_TOKENS_OF || random.chance(0.5))
      return random.oneOf(ofBytes)(input, other);
    const tokens = input.toString('latin1').match(TOKEN) ?? [];
    random.oneOf(ofTokens)(tokens);
    return Buffer.from(tokens.join(''), 'latin1');
  };

  /** A piece of the input, over and over. */
  const long = (input: Buffer): Buffer => {
    const tokens = input.toString('latin1').slice(0, MOST_TOKENS_OF).match(TOKEN) ?? [''];
    const at = random.int(0, tokens.length - 1);
    const unit = random.chance(0.4)
      ? Buffer.from(piece())
      : Buffer.from(tokens.slice(at, at + random.int(1, 4)).join(''), 'latin1');
    const before = Buffer.byteLength(tokens.slice(0, at).join(''), 'latin1');
    const size = random.oneOf([2_000, 2_000, 20_000, 200_000, 800_000]);
    const times = Math.max(1, Math.floor(size / Math.max(1, unit.length)));
    return Buffer.concat([
      input.subarray(0, before),
      Buffer.alloc(times * unit.length, unit),
      input.subarray(before),
    ]);
  };

  return {
    next: (input, other) => {
      let made = random.chance(LONG_SHARE) ? random.oneOf([long, nested])(input) : input;
      for (let steps = random.int(1, MOST_STEPS); steps > 0; steps--) made = step(made, other);
      return made.subarray(0, MOST_BYTES);
    },
  };
}
