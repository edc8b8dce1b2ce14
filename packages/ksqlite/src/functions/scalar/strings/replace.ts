import { STRING } from '../../../types/sql-type.ts';
import { defineScalar } from '../../signature/define-scalar.ts';
import { text } from '../../signature/parameter.ts';
import { strict } from '../../signature/variant.ts';

/** scalar-functions.md#replace: every occurrence, and an empty text occurs between all letters. */
export const replace = defineScalar(
  'REPLACE',
  'STRING',
  'With every occurrence of one text replaced by another.',
  [
    // A function, so that `$` in the new text has no meaning.
    strict([text, text, text], STRING, (value, old, replacement) => value.replaceAll(old, () => replacement)),
  ],
);
