import { STRING } from '../../../types/sql-type.ts';
import { defineScalar } from '../../signature/define-scalar.ts';
import { text } from '../../signature/parameter.ts';
import { strict } from '../../signature/variant.ts';

const SPACE = 0x20;

/** scalar-functions.md#trim: of everything up to U+0020, as `String.trim` of Java takes white space to be. */
export const trim = defineScalar('TRIM', 'STRING', 'Without the white space around.', [
  strict([text], STRING, (value) => {
    let from = 0;
    let to = value.length;
    while (from < to && value.charCodeAt(from) <= SPACE) from++;
    while (from < to && value.charCodeAt(to - 1) <= SPACE) to--;
    return value.slice(from, to);
  }),
]);
