import { STRING } from '../../../types/sql-type.ts';
import { FunctionError } from '../../function-error.ts';
import type { ScalarFunction } from '../../scalar-function.ts';
import { defineScalar } from '../../signature/define-scalar.ts';
import { int, required, text } from '../../signature/parameter.ts';
import { nullable } from '../../signature/variant.ts';

/** What letters of each kind become; undefined: they stay. */
interface Masks {
  readonly upper: string | undefined;
  readonly lower: string | undefined;
  readonly digit: string | undefined;
  readonly other: string | undefined;
}

type Text = string | null;

const DEFAULTS: Masks = { upper: 'X', lower: 'x', digit: 'n', other: '-' };
const [UPPER, LOWER, DIGIT] = [/^\p{Lu}/u, /^\p{Ll}/u, /^\p{Nd}/u];

function masksOf(upper: Text, lower: Text, digit: Text, other: Text): Masks {
  const one = (mask: Text): string | undefined => {
    if (mask !== null && mask.length !== 1)
      throw new FunctionError(`Mask must be one character, but was '${mask}'`);
    return mask ?? undefined;
  };
  return { upper: one(upper), lower: one(lower), digit: one(digit), other: one(other) };
}

/** Goes by UTF-16 unit and not by letter, as ksqlDB does: half a letter beyond the BMP is masked too. */
function masked(value: string, masks: Masks): string {
  let result = '';
  for (let i = 0; i < value.length; i++) {
    const letter = String.fromCodePoint(value.codePointAt(i) ?? 0);
    result += maskOf(letter, masks) ?? letter;
  }
  return result;
}

function maskOf(letter: string, masks: Masks): string | undefined {
  if (UPPER.test(letter)) return masks.upper;
  if (LOWER.test(letter)) return masks.lower;
  return DIGIT.test(letter) ? masks.digit : masks.other;
}

/** scalar-functions.md#mask: the defaults are X, x, n and -; a NULL mask leaves its letters alone. */
export const mask = defineScalar('MASK', 'STRING', 'With every letter masked.', [
  nullable([text], STRING, (value) => (value === null ? null : masked(value, DEFAULTS))),
  nullable([text, text, text, text, text], STRING, (value, upper, lower, digit, other) => {
    // a mask that is none fails before NULL is looked for
    const masks = masksOf(upper, lower, digit, other);
    return value === null ? null : masked(value, masks);
  }),
]);

type Part = (value: string, count: number, masks: Masks) => string;

function maskPart(name: string, description: string, part: Part): ScalarFunction {
  const apply = (value: Text, count: number, masks: Masks): Text => {
    if (count < 0) throw new FunctionError(`${name}: a number of characters of 0 or more is needed`);
    return value === null ? null : part(value, count, masks);
  };
  return defineScalar(name, 'STRING', description, [
    nullable([text, required(int)], STRING, (value, count) => apply(value, count, DEFAULTS)),
    nullable(
      [text, required(int), text, text, text, text],
      STRING,
      (value, count, upper, lower, digit, other) => apply(value, count, masksOf(upper, lower, digit, other)),
    ),
  ]);
}

const fromEnd = (value: string, count: number): number => Math.max(0, value.length - count);

/** scalar-functions.md#mask_left */
export const maskLeft = maskPart('MASK_LEFT', 'With the first n letters masked.', (value, count, masks) => {
  return masked(value.slice(0, count), masks) + value.slice(count);
});

/** scalar-functions.md#mask_right */
export const maskRight = maskPart('MASK_RIGHT', 'With the last n letters masked.', (value, count, masks) => {
  const at = fromEnd(value, count);
  return value.slice(0, at) + masked(value.slice(at), masks);
});

/** scalar-functions.md#mask_keep_left */
export const maskKeepLeft = maskPart(
  'MASK_KEEP_LEFT',
  'With all but the first n letters masked.',
  (value, n, masks) => {
    return value.slice(0, n) + masked(value.slice(n), masks);
  },
);

/** scalar-functions.md#mask_keep_right */
export const maskKeepRight = maskPart(
  'MASK_KEEP_RIGHT',
  'With all but the last n letters masked.',
  (value, n, masks) => {
    const at = fromEnd(value, n);
    return masked(value.slice(0, at), masks) + value.slice(at);
  },
);
