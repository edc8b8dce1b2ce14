import { INTEGER } from '../../../types/sql-type.ts';
import { defineScalar } from '../../signature/define-scalar.ts';
import { int, required, text } from '../../signature/parameter.ts';
import { nullable } from '../../signature/variant.ts';

const reversed = (value: string): string => [...value].reverse().join('');

/** Where the n-th occurrence starts, from 0, overlapping ones counted; -1 where there are fewer. */
function nthIndexOf(value: string, part: string, n: number): number {
  if (n <= 0) return -1;
  if (part === '') return 0;
  let at = -1;
  for (let found = 0; found < n; found++) {
    at = value.indexOf(part, at + 1);
    if (at < 0) return -1;
  }
  return at;
}

const LEAST_INT = -(2 ** 31);

function instrOf(value: string | null, part: string | null, position: number, occurrence: number): number {
  if (value === null || part === null || position === 0) return 0;
  // Java has no positive number for it: behind all text is where it looks, and there is nothing but an empty text
  if (position === LEAST_INT) return part === '' && occurrence > 0 ? (value.length - position + 2) | 0 : 0;
  if (Math.abs(position) > value.length) return 0;
  if (position > 0) {
    const at = nthIndexOf(value.slice(position - 1), part, occurrence);
    return at < 0 ? 0 : at + position;
  }
  const at = nthIndexOf(reversed(value).slice(-position - 1), reversed(part), occurrence);
  return at < 0 ? 0 : value.length + position - at - part.length + 2;
}

/**
 * scalar-functions.md#instr: the position from 1, or 0 where there is none (a NULL text too). A negative position
 * searches backwards from there.
 */
export const instr = defineScalar(
  'INSTR',
  'STRING',
  'The position of a text in another, from 1; 0 if not there.',
  [
    nullable([text, text], INTEGER, (value, part) => instrOf(value, part, 1, 1)),
    nullable([text, text, required(int)], INTEGER, (value, part, position) =>
      instrOf(value, part, position, 1),
    ),
    nullable([text, text, required(int), required(int)], INTEGER, instrOf),
  ],
);
