import { BYTES, STRING } from '../../../types/sql-type.ts';
import { defineScalar } from '../../signature/define-scalar.ts';
import { bytes, text } from '../../signature/parameter.ts';
import { strict } from '../../signature/variant.ts';
import { encodingNamed } from '../../values/encodings.ts';

/** scalar-functions.md#to_bytes */
export const toBytes = defineScalar('TO_BYTES', 'STRING', 'The bytes of a text in an encoding.', [
  strict([text, text], BYTES, (value, encoding) => encodingNamed(encoding).decode(value)),
]);

/** scalar-functions.md#from_bytes: hexadecimal in capitals. */
export const fromBytes = defineScalar('FROM_BYTES', 'STRING', 'Bytes as a text in an encoding.', [
  strict([bytes, text], STRING, (value, encoding) => encodingNamed(encoding).encode(value)),
]);
