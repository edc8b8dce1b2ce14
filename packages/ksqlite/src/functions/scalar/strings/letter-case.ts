import { STRING } from '../../../types/sql-type.ts';
import { defineScalar } from '../../signature/define-scalar.ts';
import { text } from '../../signature/parameter.ts';
import { strict } from '../../signature/variant.ts';

/** scalar-functions.md#ucase */
export const ucase = defineScalar('UCASE', 'STRING', 'In upper case.', [
  strict([text], STRING, (value) => value.toUpperCase()),
]);

/** scalar-functions.md#lcase */
export const lcase = defineScalar('LCASE', 'STRING', 'In lower case.', [
  strict([text], STRING, (value) => value.toLowerCase()),
]);

// What Java's `\s` takes for white space; JavaScript's takes more.
const word = /[^ \t\n\v\f\r]+[ \t\n\v\f\r]*/g;

/** scalar-functions.md#initcap: white space before the first word is lost there, and so it is here. */
export const initcap = defineScalar(
  'INITCAP',
  'STRING',
  'Each word with a capital and the rest in lower case.',
  [
    strict([text], STRING, (value) => {
      let result = '';
      for (const [part] of value.toLowerCase().matchAll(word))
        result += part.charAt(0).toUpperCase() + part.slice(1);
      return result;
    }),
  ],
);
