import { STRING } from '../../../types/sql-type.ts';
import { defineScalar } from '../../signature/define-scalar.ts';
import { text } from '../../signature/parameter.ts';
import { strict } from '../../signature/variant.ts';
import { javaTrim } from '../../values/java/java-trim.ts';

/** scalar-functions.md#trim: of everything up to U+0020, as `String.trim` of Java takes white space to be. */
export const trim = defineScalar('TRIM', 'STRING', 'Without the white space around.', [
  strict([text], STRING, javaTrim),
]);
