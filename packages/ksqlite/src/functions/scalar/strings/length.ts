import { INTEGER } from '../../../types/sql-type.ts';
import { defineScalar } from '../../signature/define-scalar.ts';
import { bytes, text } from '../../signature/parameter.ts';
import { strict } from '../../signature/variant.ts';

/** scalar-functions.md#len: in UTF-16 units, as Java counts; of BYTES in bytes. */
export const len = defineScalar('LEN', 'STRING', 'The length of a text or of bytes.', [
  strict([text], INTEGER, (value) => value.length),
  strict([bytes], INTEGER, (value) => value.length),
]);
