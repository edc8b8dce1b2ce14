import { BYTES, STRING } from '../../../types/sql-type.ts';
import { FunctionError } from '../../function-error.ts';
import { defineScalar } from '../../signature/define-scalar.ts';
import { bytes, int, text } from '../../signature/parameter.ts';
import { strict } from '../../signature/variant.ts';
import { MOST_CHARACTERS } from '../../values/limits.ts';

/** The padding for a target length, or undefined where the result is NULL: no padding to be had, no such length. */
function canPad(length: number, padding: { readonly length: number }): boolean {
  if (length < 0 || padding.length === 0) return false;
  if (length > MOST_CHARACTERS)
    throw new FunctionError(`A text is padded to ${MOST_CHARACTERS} characters at most, not to ${length}`);
  return true;
}

const filled = (size: number, padding: Buffer): Buffer => Buffer.alloc(Math.max(size, 0), padding);

/** scalar-functions.md#lpad: what is longer than the target is cut at its end. */
export const lpad = defineScalar('LPAD', 'STRING', 'Padded at the front to a length.', [
  strict([text, int, text], STRING, (value, length, padding) =>
    canPad(length, padding) ? value.padStart(length, padding).slice(0, length) : null,
  ),
  strict([bytes, int, bytes], BYTES, (value, length, padding) =>
    canPad(length, padding)
      ? Buffer.concat([filled(length - value.length, padding), value]).subarray(0, length)
      : null,
  ),
]);

/** scalar-functions.md#rpad */
export const rpad = defineScalar('RPAD', 'STRING', 'Padded at the end to a length.', [
  strict([text, int, text], STRING, (value, length, padding) =>
    canPad(length, padding) ? value.padEnd(length, padding).slice(0, length) : null,
  ),
  strict([bytes, int, bytes], BYTES, (value, length, padding) =>
    canPad(length, padding)
      ? Buffer.concat([value, filled(length - value.length, padding)]).subarray(0, length)
      : null,
  ),
]);
