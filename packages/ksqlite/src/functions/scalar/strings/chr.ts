import { STRING } from '../../../types/sql-type.ts';
import { FunctionError } from '../../function-error.ts';
import { defineScalar } from '../../signature/define-scalar.ts';
import { int, text } from '../../signature/parameter.ts';
import { strict } from '../../signature/variant.ts';

const unicodeEscape = /\\u+\+?([0-9a-fA-F]{4})?/g;

/** scalar-functions.md#chr: of a code point, or of `\u004b`; NULL for what is neither. */
export const chr = defineScalar('CHR', 'STRING', 'The character of a code point or of an escape.', [
  strict([int], STRING, (code) => (code >= 0 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : null)),
  strict([text], STRING, (code) => {
    if (code.length < 6 || !code.startsWith('\\u')) return null;
    return code.replace(unicodeEscape, (_, digits: string | undefined) => {
      if (digits === undefined) throw new FunctionError(`CHR: '${code}' is not a Unicode escape`);
      return String.fromCharCode(Number.parseInt(digits, 16));
    });
  }),
]);
