import { BYTES, STRING } from '../../../types/sql-type.ts';
import { defineScalar } from '../../signature/define-scalar.ts';
import { bytes, int, text } from '../../signature/parameter.ts';
import { strict } from '../../signature/variant.ts';

/** Positions count from 1, negative ones from the end; what is outside is moved to the nearer end. */
const start = (length: number, position: number): number =>
  position < 0 ? Math.max(length + position, 0) : Math.max(Math.min(position - 1, length), 0);

const end = (length: number, from: number, count: number): number =>
  Math.max(Math.min(from + count, length), from);

/** scalar-functions.md#substring */
export const substring = defineScalar('SUBSTRING', 'STRING', 'A part of a text or of bytes.', [
  strict([text, int], STRING, (value, position) => value.slice(start(value.length, position))),
  strict([text, int, int], STRING, (value, position, count) => {
    const from = start(value.length, position);
    return value.slice(from, end(value.length, from, count));
  }),
  strict([bytes, int], BYTES, (value, position) => value.subarray(start(value.length, position))),
  strict([bytes, int, int], BYTES, (value, position, count) => {
    const from = start(value.length, position);
    return value.subarray(from, end(value.length, from, count));
  }),
]);
