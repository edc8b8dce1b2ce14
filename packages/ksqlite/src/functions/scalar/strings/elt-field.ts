import { INTEGER, STRING } from '../../../types/sql-type.ts';
import { defineScalar } from '../../signature/define-scalar.ts';
import { int, required, text } from '../../signature/parameter.ts';
import { variadic } from '../../signature/variant.ts';

type Text = string | null;

/** scalar-functions.md#elt: counted from 1; NULL beyond the list. */
export const elt = defineScalar('ELT', 'STRING', 'The n-th of a list of texts.', [
  variadic(
    [required(int)],
    text,
    STRING,
    () =>
      (n: number, ...texts: Text[]) =>
        texts[n - 1] ?? null,
  ),
]);

/** scalar-functions.md#field: counted from 1; 0 where it is not there, and for NULL. */
export const field = defineScalar('FIELD', 'STRING', 'The place of a text in a list of texts.', [
  variadic([text], text, INTEGER, () => (wanted: Text, ...texts: Text[]) => {
    return wanted === null ? 0 : texts.indexOf(wanted) + 1;
  }),
]);
